"""Files of other makers, turned into our columns before anything else looks at them. Pure.

A preset only rewrites cells; names of platforms and genres stay as they are and go through the
mapping like everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from games.catalogue.csv_cells import escape_cell, split_list
from games.catalogue.csv_columns import COLUMN_NAMES, KEY_COLUMNS
from games.catalogue.quality import popularity_from_plays
from games.catalogue.sexual_content import looks_sexual
from games.catalogue.side_products import side_product
from games.catalogue.wording import mentions, words

# Words in IGDB's genres that are no genre of ours but tell something; kept as tags.
_GENRE_TAGS = {
    "indie": "indie",
    "arcade": "arcade",
    "tactical": "tactical",
    "point-and-click": "point-and-click",
    "turn-based strategy (tbs)": "turn-based",
    "real time strategy (rts)": "real-time strategy",
    "hack and slash/beat 'em up": "beat 'em up",
    "quiz/trivia": "trivia",
    "pinball": "pinball",
    "card & board game": "board game",
}
# IGDB keeps these as themes or not at all; "no horror please" must hold all the same, so plain
# words in the title or summary count.
_GENRES_IN_WORDS = {
    "horror": r"horror|creepypasta|scary game",
    "survival": r"survival (?:game|sandbox|horror|simulator|adventure|crafting)|open[- ]world survival",
    "sandbox": r"sandbox",
    "roguelike": r"rogue[- ]?(?:like|lite)s?|roguevania",
    "metroidvania": r"metroidvania|roguevania",
    "mmo": r"mmo|mmorpg|massively[- ]multiplayer",
    "moba": r"moba|multiplayer online battle arena",
    "battle-royale": r"battle royale",
    "farming": r"farming (?:sim|simulator|simulation|game|rpg)|farm(?:ing)? life|harvest moon|your own farm",
    "city-builder": r"city[- ]build(?:er|ing)",
    "tower-defense": r"tower[- ]defen[cs]e",
    "stealth": r"stealth",
    "open-world": r"open[- ]world",
    "idle": r"idle (?:game|rpg|clicker)|clicker game|incremental game",
    "soulslike": r"souls[- ]?like",
    "story-rich": r"story[- ](?:rich|driven)|narrative[- ]driven",
    "party": r"party game",
    "rhythm": r"rhythm game",
    "card": r"deck[- ]?build(?:er|ing)|card game",
}
_IN_WORDS = {key: words(alternatives) for key, alternatives in _GENRES_IN_WORDS.items()}
_STEAM_VR = {"steamvr", "oculus rift"}


@dataclass(frozen=True)
class Preset:
    columns: tuple[str, ...]
    required: tuple[str, ...]
    translate: Callable[[Mapping[str, str]], dict[str, str]]
    # Our column → theirs, where the names differ: a problem is told by the name that stands in the file.
    origins: Mapping[str, str] = field(default_factory=dict)


def _from_igdb(cells: Mapping[str, str]) -> dict[str, str]:
    """One row of an IGDB export joined with Steam's numbers.

    Player modes, difficulty and age rating are not in it and stay unknown. A sitting is known
    only for games that half of the players were done with in an hour: that long is enough.
    """
    title, summary = cells.get("title", "").strip(), cells.get("summary", "").strip()
    genres = split_list(cells.get("genres", ""))
    told = f"{title}\n{summary}".lower()
    tags = [tag for name in genres if (tag := _GENRE_TAGS.get(name.lower()))]
    if beside := side_product(title=title, summary=summary):
        tags.append(beside)
    in_words = [key for key, pattern in _IN_WORDS.items() if mentions(pattern, told)]
    minutes, score = _number(cells.get("median_minutes_played")), _number(cells.get("critic_score"))
    ours = {
        "igdb_id": cells.get("igdb_id", ""),
        "steam_appid": cells.get("steam_appid", ""),
        "title": escape_cell(title),
        "summary": escape_cell(summary),
        "genres": ";".join([*genres, *in_words]),
        "tags": ";".join(tags),
        "platforms": cells.get("platforms", ""),
        "studio": escape_cell((split_list(cells.get("developers", "")) or ("",))[0][:200]),
        "release_date": cells.get("release_date", ""),
        "critic_score": cells.get("critic_score", ""),
        "prices": _steam_prices(cells),
        "session_minutes": str(5 * -(-int(minutes) // 5)) if minutes and 10 <= minutes <= 60 else "",
        "popularity": str(
            popularity_from_plays(
                median_minutes=minutes,
                critic_score=None if score is None else int(score),
                platforms=len(split_list(cells.get("platforms", ""))),
                told_chars=len(summary),
            )
        ),
    }
    # Only ever set: an editor who knows better than a word list is not overruled by the next file's silence.
    if looks_sexual(title=title, summary=summary):
        ours["sexual_content"] = "yes"
    return ours


def _steam_prices(cells: Mapping[str, str]) -> str:
    price, appid = cells.get("price_usd", "").strip(), cells.get("steam_appid", "").strip()
    if not price or not appid:
        return ""
    url = f"https://store.steampowered.com/app/{appid}/"
    platforms = {name.lower() for name in split_list(cells.get("platforms", ""))}
    families = ["pc", "vr"] if platforms & _STEAM_VR else ["pc"]
    return ";".join(f"Steam|{family}|{price}|USD|{url}" for family in families)


def _number(cell: str | None) -> float | None:
    try:
        number = float(cell or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None


PRESETS: dict[str, Preset] = {
    "": Preset(COLUMN_NAMES, KEY_COLUMNS, lambda cells: dict(cells)),
    "igdb": Preset(
        columns=(
            "igdb_id", "steam_appid", "title", "summary", "genres", "platforms", "developers",
            "release_date", "critic_score", "price_usd", "median_minutes_played",
        ),
        required=("igdb_id", "title"),
        translate=_from_igdb,
        origins={
            "studio": "developers", "prices": "price_usd", "session_minutes": "median_minutes_played",
            "popularity": "median_minutes_played",
        },
    ),
}  # fmt: skip

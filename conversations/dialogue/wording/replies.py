"""A draft and its links become what a channel sends: plain text in parts, buttons, cards. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import emoji

from conversations.channels.types import Button, GameCard
from conversations.dialogue.choices import make_id
from conversations.dialogue.types import Draft, GameLine, StoreLink
from conversations.dialogue.wording.splitting import split

MOST_BUTTONS = 3
MOST_ROWS = 10  # of a list to choose from
MOST_TITLE_CHARS = 20


@dataclass(frozen=True)
class Reply:
    """Ready to be put into the outbox. Buttons belong to the last part, the image to the first."""

    parts: tuple[str, ...]
    buttons: tuple[Button, ...]
    cards: tuple[GameCard, ...]
    image_url: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.parts)


def compose(draft: Draft, *, impressions: Mapping[str, int], store_link: Callable[[int], str]) -> Reply:
    """``impressions``: slug → the impression of this reply's slate."""
    blocks: list[str] = []
    cards: list[GameCard] = []
    games = [one for one in draft.paragraphs if isinstance(one, GameLine)]
    has_emoji = False
    for paragraph in draft.paragraphs:
        if isinstance(paragraph, GameLine):
            link = _link_of(paragraph, impressions, store_link)
            blocks.append(_game_block(paragraph, link, is_alone=len(games) == 1))
            cards.append(_card(paragraph, link))
        elif isinstance(paragraph, StoreLink):
            blocks.append(store_link(paragraph.impression_id))
        else:
            # One emoji at most, however many wordings met in this reply.
            words = emoji.replace_emoji(paragraph, "").rstrip() if has_emoji else _first_emoji_only(paragraph)
            has_emoji = has_emoji or emoji.emoji_count(words) > 0
            blocks.append(words)
    return Reply(
        parts=tuple(split("\n\n".join(filter(None, blocks)))),
        buttons=_buttons(draft, impressions),
        cards=tuple(cards),
        image_url=draft.image_url,
    )


def _link_of(line: GameLine, impressions: Mapping[str, int], store_link: Callable[[int], str]) -> str:
    impression_id = line.impression_id or impressions.get(line.slug)
    return store_link(impression_id) if impression_id else line.url


def _game_block(line: GameLine, link: str, *, is_alone: bool) -> str:
    title = line.title if is_alone else f"{line.number}. {line.title}"
    facts = " · ".join(filter(None, (", ".join(line.platforms), line.price)))
    return "\n".join(filter(None, (f"{title} ({facts})" if facts else title, line.reason, link)))


def _card(line: GameLine, link: str) -> GameCard:
    return GameCard(
        number=line.number,
        slug=line.slug,
        title=line.title,
        platforms=line.platforms,
        price=line.price,
        reason=line.reason,
        link=link,
        image_url=line.image_url,
    )


def _buttons(draft: Draft, impressions: Mapping[str, int]) -> tuple[Button, ...]:
    return tuple(
        Button(
            id=make_id(prompt.action, impressions.get(prompt.slug, "") if prompt.slug else prompt.argument),
            title=prompt.title[:MOST_TITLE_CHARS],
        )
        for prompt in draft.prompts[: MOST_ROWS if draft.lists_all else MOST_BUTTONS]
    )


def _first_emoji_only(text: str) -> str:
    found = emoji.emoji_list(text)
    if len(found) < 2:
        return text
    end = found[0]["match_end"]
    return text[:end] + emoji.replace_emoji(text[end:], "").rstrip()

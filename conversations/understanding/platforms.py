"""Which machines a message names, as people call them, and which of them it rules out."""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes

_PLAYSTATIONS, _XBOXES, _PHONES = ("ps4", "ps5"), ("xbox-one", "xbox-series"), ("ios", "android")

# The longest name first: what a pattern takes, no later pattern sees. An empty tuple: a machine we have no games for.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:steam|stm|valve) ?-?deck(?: oled)?|steamdeck|steamdck|(?<=[.,] )deck(?=\W*$)|(?<=on )(?:the|my|a) deck\b|(?<=for )(?:the|my|a) deck\b|(?<=with )(?:the|my|a) deck\b|(?:for|got a|own a|have a) deck\b|on deck\b|my deck\b|(?<=or )deck\b|(?<=and )deck\b|(?<=/)deck\b|deck[- ](?:friendly|verified|compatible|ready|playable|approved)|deck(?= (?:or|and|owner|verified)\b)", ("steam-deck",)),
    (r"xbox ?(?:360|og|original)|og xbox|ps ?vita|psp|ps ?1|psx|ps ?2|ps ?3|play ?station ?[123]\b|nintendo ?(?:64|ds)|n64|3ds|gamecube|wii ?u?"
     r"|game ?boy(?: advance| color| colour)?|super nintendo|family computer", ()),
    (r"ps ?vr ?2?|play ?station vr|(?:meta |oculus )?quest ?(?:[123]s?|pro)?(?= headset|\b)(?<!side quest)(?<!side-quest)(?<!main quest)"
     r"(?! (?:line|log|giver))|oculus|vive|valve index|vr|virtual reality|pico 4|vision pro", ("vr",)),
    (r"ps ?4 ?(?:/|&|,|and|or|y|aur|ou|n) ?(?:ps ?)?5|ps ?5 ?(?:/|&|,|and|or|y|aur|ou|n) ?(?:ps ?)?4|playstation 4 (?:and|or) 5", _PLAYSTATIONS),
    (r"ps ?5(?: ?(?:pro|slim|digital))?|play ?station ?(?:5|five)|psfive|ps five|play ?5\b", ("ps5",)),
    (r"ps ?4(?: ?(?:pro|slim))?|play ?station ?(?:4|four)|play ?4\b", ("ps4",)),
    (r"play ?stations?|\bpsn\b|\bps (?:account|wallet|card)\b|\bps\b(?=\s*(?:console|player|owner|store|plus))|ps plus", _PLAYSTATIONS),
    (r"xbox ?(?:series ?(?:x ?(?:/|\||and|or) ?s|[xs])|series|x/s|x\|s|sx|ss)|xsx|xss|xbsx|series ?[xs]\b|xbox series", ("xbox-series",)),
    (r"xbox ?(?:one|1)(?: ?[sx])?|xb1|xbone|xbox ?one", ("xbox-one",)),
    (r"x-?box(?:es)?|xbx|game ?pass ultimate", _XBOXES),
    (r"(?:nintendo )?switch ?(?:2|two|ii)\b(?! (?:players?|people|of us|games?|hours?|hrs?|min))|switch2|ns2|sw2", ("switch-2",)),
    (r"(?:nintendo|nintedo|ninty) switch(?: (?:lite|oled))?|switch (?:lite|oled)|switch(?=\W*$)|e-?shop|nintendo", ("switch",)),
    (r"mac ?books?(?: (?:air|pro))?|imacs?|mac ?(?:mini|os|studio)|macs?\b(?! (?:n |and |& )?cheese)|osx|apple (?:laptop|computer|silicon)|m[1-4] (?:air|pro|mac)", ("mac",)),
    (r"linux (?:laptop|pc|machine|box|desktop|rig)|linux|ubuntu|fedora|arch btw|linux mint", ("linux",)),
    (r"iphones?(?: \d+)?|ipads?|\bios\b|apple arcade|ipod touch|i-?phone", ("ios",)),
    (r"androids?|samsung|galaxy (?:phone|tab|s\d+)|(?:google|my|a) pixel(?! (?:art|platformer|game|graphics))|play store|redmi|tecno|oneplus|xiaomi", ("android",)),
    (r"browsers?|chrome ?books?|no downloads?|no installs?|nothing to install|web games?|browser tab|navegador|navigateur|in chrome|school computer(?! (?:lab|room|class|suite))", ("browser",)),
    (r"(?:(?:smart|cell|mobile) ?)?phones?(?! (?:call|number|calls|bill))|mobile(?! (?:ads?|advert\w*|plans?|data|home|phone games? ads?)\b)|mobil|celular|celu|cel|movil|smartphone|telephone|portable|telefon(?:o|e|da|umda)?|hape|handy|selpon|tablets?|fone|(?<=di )hp|(?<=pakai )hp|(?<=pake )hp|(?<=lewat )hp|(?<=buat )hp|(?<=untuk )hp", _PHONES),
    (r"(?:gaming )?(?:laptops?|lappy|lappie|notebook pc)|pcs?|p\.c\.|computers?(?! (?:lab|room|class|suite|says|science|course|chair|desk|work|degree|engineer\w*))|desktops?(?! (?:icons?|backgrounds?|wallpapers?))|windows(?! (?:98|95|xp|open|down|seat))"
     r"|(?:rog|legion) ?-?(?:ally|go)|gaming rig|my rig|(?:second|2nd|other) monitor|potato pc|steam (?:wallet|library|wishlist|sale|account|backlog)|ordenador|computadora|compu|computador|ordi|(?<!some )(?<!off )(?<!blow )(?<!my )steam(?! (?:deck|controller|off|punk|machine|train|engine|roll))|epic games store|gog\b", ("pc",)),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), keys) for pattern, keys in _NAMES)

# "switch" is also a verb. It is the machine after these, before these, or as an item of a list.
_SWITCH = re.compile(r"(?<![\w-])switch(?:es)?(?![\w-])")
_SWITCH_BEFORE = re.compile(
    r"(?:\b(?:two|three|2|3|on|for|my|a|the|her|his|our|their|old|own|owns|have|has|got|only|just|bought|and|or|n|y|one|with|via|en|no|la|el|para|pra|pro|una|tengo|sa|ang|auf|sur|using|use|play|s|new|any|good|is|plus|both|love|not|than|un)|[,/&+(.!?:-]|^)\s*$"
)
_SWITCH_VERB_AFTER = re.compile(
    r"^\s*(?:my (?:brain|mind|head)|off|it|things|up|gears|sides|between|from|over|to|the|that|genres?|me|us|topics?|back|into|about)\b"
)
_SWITCH_OFF_BEFORE = re.compile(
    r"\b(?:to|can we|could we|lets|let's|pls|please|then|i|we|wanna|gonna|will|need to|want to|can you)\s*$"
)
_CHANGED_AT_ONCE = re.compile(r"^\s*(?:it|that|this|them|things|us|me) (?:to|up|with|for|out|around|over|back)\b")
_MACHINE_AFTER = re.compile(
    r"^\s*(?:games?|pls|please|plz|owner|player|user|got|can|anot|under|below|max|only|and|or|y|,|/|&|pe|par|par\b|online|if|tho|though|thanks|[?.!)]|$)"
)
# "switch to ps5 games", "switch from pc": what is changed, where a machine of another make follows.
_CHANGES_TO = re.compile(
    r"\s*(?:over )?(?:to|from) (?:my |the |a )?(?:ps ?\d|playstation|xbox|pc|steam|mac|ios|iphone|android|mobile|phone)\b"
)
_OWNED = re.compile(r"\b(?:my|the|a|our|his|her|from|on)\s*$")
# Things done to a machine that make it no place to play on.
_NOT_PLAYED_ON = re.compile(
    r"\b(?:instead of|replac(?:es|ed|ing)|outthink(?:ing)?|beat(?:ing)?|against|vs\.?|versus) (?:my|the|a|an)(?: old| other)?\s*$"
    r"|\b(?:hogs?|hogging|took over|taken over|stole) (?:the|my|our)(?: \w+)?\s*$"
    r"|\b(?:can'?t|cannot|not allowed to) (?:install|download)(?: \w+){0,2} on (?:my|the|a|this)(?: \w+)?\s*$|"
    r"\b(?:throw|smash|threw|break|broke|punch|kick|yeet|chuck|launch|lob|hurl)(?:ing|ed)? (?:my|the|this|a)(?: \w+)?\s*$"
)
# What was played on then is no wish for it now.
_THEN = re.compile(r"\b(?:used to (?:always )?play|grew up playing|played as a kid)\b[^.!?,]*$")
_GIVEN_AWAY = re.compile(
    r"\b(?:traded(?: in)?|trading in|sold|got rid of|gave|gave (?:away|up)|lost|returned|binned) (?:my|the|our|an?)(?: old)?\s*$"
)
# "the PC belongs to work", "that's his", "bloons is on my phone already": somebody else's, or an answer to nothing.
_NOT_OURS = re.compile(
    r"^\s*(?:only(?:[,.]| and| but| n|;) ?(?:but |and )?(?:i|i've|ive|we) (?:have|got|only|own|play|use|am|'m)\b|(?:is|was) (?:literally )?(?:on fire|broken|dead|bust(?:ed)?|knackered|in my ex|at my (?:mum|dad|ex)|packed)|runs nothing|never(?=\s*(?:$|[.,!]))|belongs to|is (?:for )?(?:work|his|hers|my (?:brother|sister|dad|mum|wife|husband|son|daughter)'?s)\b|but (?:thats|that's|its|it's) (?:his|hers|theirs))"
)


def read_platforms(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wanted and ruled out, both in the order named."""
    wanted: dict[str, int] = {}
    refused: dict[str, int] = {}
    rest = words
    for pattern, keys in (*_PATTERNS, (_SWITCH, ("switch",))):
        for found in list(pattern.finditer(rest)):
            start, end = found.span()
            blank = " " * (end - start)
            is_bare_switch = keys == ("switch",) and found[0] in {"switch", "switches"}
            if is_bare_switch and (_is_a_change(words, start, end) or not _is_machine(rest, start, end)):
                continue
            rest = rest[:start] + blank + rest[end:]
            if (
                _NOT_PLAYED_ON.search(words[:start])
                or _THEN.search(words[:start])
                or (keys == _PHONES and _is_passing(words, start, end))
            ):
                continue
            if keys == _PHONES and not {"ios", "android"}.isdisjoint({*wanted, *refused}):
                continue  # "android tablet", "my phone, an iphone": the make was named
            if keys == _XBOXES and not {"xbox-one", "xbox-series"}.isdisjoint({*wanted, *refused}):
                continue  # "an xbox family, series s": which of them was told
            is_gone = _GIVEN_AWAY.search(words[:start]) or _NOT_OURS.match(words[end:])
            side = refused if is_gone or scopes.cover(start, end) else wanted
            for key in keys:
                side.setdefault(key, start)
    ordered = sorted(
        (key for key in wanted if key not in refused or wanted[key] > refused[key]), key=wanted.__getitem__
    )
    return tuple(ordered), tuple(sorted((key for key in refused if key not in ordered), key=refused.__getitem__))


def _is_a_change(words: str, start: int, end: int) -> bool:
    return bool(_CHANGES_TO.match(words, end)) and not _OWNED.search(words[:start])


def _is_machine(words: str, start: int, end: int) -> bool:
    before, after = words[:start], words[end:]
    if _SWITCH_OFF_BEFORE.search(before) and _SWITCH_VERB_AFTER.match(after):
        return False
    if not before.strip() and _CHANGED_AT_ONCE.match(after):
        return False
    if _SWITCH_BEFORE.search(before) and not re.match(
        r"^\s*(?:off|my brain|my mind|my head|it up|things up|gears)\b", after
    ):
        return True
    return bool(_MACHINE_AFTER.match(after)) and not _SWITCH_OFF_BEFORE.search(before)


def _is_passing(words: str, start: int, end: int) -> bool:
    """ "my phone dying of boredom", "scrolling on my phone": mentioned, not asked for."""
    return bool(
        re.search(
            r"\b(?:scrolling|charging|dropped|lost|texting|staring at|glued to)(?: on| at)?(?: my| the)?\s*$",
            words[:start],
        )
    ) or bool(re.match(r"\s*(?:(?:is|was|s)\s+)?(?:dying|died|dead|rang|ringing|buzzing)\b", words[end:]))

"""Whether somebody asks for help with their English, or has had enough of it. Pure.

Only whole messages are taken: "stop correcting me" is no STOP, and "help me find a game in English" is a wish.
"""

from __future__ import annotations

import re

_LONGEST = 100
_START = r"(?:(?:ok(?:ay)?|hey|hi|hello|yo|so|and|also|actually|btw|pls|please|sorry|bro|thrum|no|yes)[ ,.!]+)*"
_ASK = (
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |pls |also |just )*"
    r"|(?:i want|i'd like|i would like|i need) (?:you|u) to |(?:please|pls|just|now) )*"
)
_END = (
    r"(?:[ ,.!]+(?:please|pls|plz|thanks|thank you|thx|now|again|too|from now on|when (?:i|we) (?:write|talk|chat)"
    r"|while (?:i|we) (?:write|talk|chat)|if i (?:make|do|write) (?:a )?mistakes?|when i (?:make|do|write) (?:a )?mistakes?"
    r"|any ?more|ok(?:ay)?|bro|for me))*[\s.!?🙏]*"
)
_ON = re.compile(
    rf"{_START}{_ASK}(?:"
    r"help (?:me )?(?:with|to improve|improve|to practi[cs]e|practi[cs]e|to learn|learn|to write|write)(?: (?:my|in|better|good|some|the))* english"
    r"|(?:correct|fix|check|improve|look over) my (?:english|grammar|mistakes|messages|writing|sentences)"
    r"|correct me(?: (?:if|when) i (?:make|do|write) (?:a |some |any )?(?:mistakes?|something wrong|wrong))?"
    r"|correct my english mistakes|teach me (?:better |some )?english|be my english (?:buddy|teacher|friend|tutor|coach)"
    r"|turn on (?:the )?(?:english (?:buddy|help)|corrections?)|start correcting me"
    r"|(?:i want|i'd like|i would like|i need|i wish) to (?:improve|practi[cs]e|learn|get better (?:at|in)) (?:my )?english(?: with you)?"
    rf"|english (?:buddy|help|corrections?)(?: on)?){_END}"
)
_OFF = re.compile(
    rf"{_START}{_ASK}(?:"
    r"stop (?:correcting|fixing|checking) (?:me|my (?:english|grammar|mistakes|messages|writing|sentences))"
    r"|stop (?:with )?(?:the |your |these |all the |all these )?(?:english )?(?:corrections?|lessons?)(?: of my english)?"
    r"|stop (?:helping|teaching)(?: me)? (?:with my |with |my )?english"
    r"|stop (?:the )?english (?:buddy|help|lessons?)"
    r"|(?:do not|don'?t|never|no need to|you (?:don'?t|do not) (?:have|need) to) (?:correct|fix|check) (?:me|my (?:english|grammar|mistakes|messages|writing))"
    r"|(?:no more|enough|enough with the|quit the|without|no) (?:english )?corrections?"
    r"|quit correcting (?:me|my english)|turn off (?:the )?(?:english (?:buddy|help)|corrections?)"
    r"|i (?:don'?t|do not) (?:want|need) (?:any |more |your |the |any more )?(?:english )?(?:corrections?|help with my english)"
    rf"|english (?:buddy|help|corrections?) off){_END}"
)


def read_request(text: str) -> bool | None:
    """True: help from now on; False: no more of it; None: something else."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if not plain or len(plain) > _LONGEST:
        return None
    if _OFF.fullmatch(plain):
        return False
    return True if _ON.fullmatch(plain) else None

"""What each address below /v1/ is asked in its documentation; pressed from sign-up on, it works as it stands.

Games are of the demo catalogue. For what only an answer before can tell (a token, an id of a recommendation, a code
from chat) a word stands here that static/api/docs.js replaces; only the code from a mail is for a person to copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_EMAIL, _PASSWORD = "mika@example.org", "a quiet evening in june"
RECOMMENDATION: Final = "rec_0b6f5c1e9a4d4f7c8e2d3a1b5c6d7e8f_1"
LAST_REFRESH: Final = "the refresh_token of your last answer"
CODE_FROM_CHAT: Final = "K7QF-2MNA"
SLUG: Final = "a-short-hike"

# An address and its method → the body that is sent.
BODIES: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("/v1/auth/signup", "post"): {"email": _EMAIL, "password": _PASSWORD},
    ("/v1/auth/login", "post"): {"email": _EMAIL, "password": _PASSWORD},
    ("/v1/auth/refresh", "post"): {"refresh_token": LAST_REFRESH},
    ("/v1/auth/logout", "post"): {"refresh_token": LAST_REFRESH},
    ("/v1/auth/password/forgotten", "post"): {"email": _EMAIL},
    ("/v1/auth/password/reset", "post"): {"code": "from the mail", "password": "another quiet evening"},
    ("/v1/auth/code", "post"): {"code": CODE_FROM_CHAT},
    ("/v1/auth/link", "post"): {"code": CODE_FROM_CHAT},
    ("/v1/user/onboarding", "post"): {
        "intent": "explore", "platforms": ["switch"], "genres": ["adventure"], "age": 27, "city": "Leipzig",
    },
    ("/v1/user/reset", "post"): {},
    ("/v1/recommend/feed", "post"): {"mood": "chill", "platforms": ["switch"], "session_minutes": 30, "explain": True},
    ("/v1/recommend/natural", "post"): {"text": "co-op on switch tonight under $40"},
    ("/v1/recommend/highlights", "post"): {"limit": 5},
    ("/v1/recommend/bandit", "post"): {"mood": "chill", "limit": 3},
    ("/v1/recommend/", "post"): {"user_input": "something cozy after work"},
    ("/v1/behavior/log", "post"): {
        "events": [{"kind": "view", "slug": SLUG}, {"kind": "play", "slug": "unpacking", "id": "your-event-17"}]
    },
    ("/v1/feedback/", "post"): {"slug": SLUG, "feedback": "like"},
    ("/v1/feedback/reward", "post"): {"recommendation_id": RECOMMENDATION, "reward": "purchase"},
    ("/v1/chat/messages", "post"): {"text": "third night no sleep, something calm on switch under 20 quid"},
    ("/v1/engagement/cycles", "post"): {"dry_run": True},
}  # fmt: skip

# A part of the address → what stands for it.
PARTS: Final[Mapping[str, Any]] = {"slug": SLUG, "number": 1}

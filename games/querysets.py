"""Reads of the catalogue as verbs that chain."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from games import themes
from games.vocabulary import HARD_BY_NATURE, HARD_TAGS, TOGETHER

if TYPE_CHECKING:
    from games.models import Game, Player  # noqa: F401  (named in the base classes below)
    from games.recommender.limits import Limits

_CENT = Decimal("0.01")
_USUAL_CURRENCIES = ("USD", "EUR", "GBP")


# The origin of made-up players; the condition is the verb below for statements of their own, on a player ``p``.
DEMO = "demo"
WHO_COUNT = f"p.origin <> '{DEMO}'"


class PlayerQuerySet(models.QuerySet["Player"]):
    def who_count(self) -> Self:
        """Without made-up ones: where training, popularity, reports and audiences start."""
        return self.exclude(origin=DEMO)

    def who_teach(self) -> Self:
        """From whom may be learnt: of a child nothing is."""
        return self.who_count().exclude(age_band=self.model.AgeBand.UNDER_13)


class GameQuerySet(models.QuerySet["Game"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def titled(self, *titles: str) -> Self:
        """Of these names, however capitals are set and whether or not the record says whose a game is.

        Players say "Civilization VI" for "Sid Meier's Civilization VI"; a name of one word is too little for that.
        """
        named = Q(pk__in=())
        for title in titles:
            same = Q(title__iexact=title)
            if " " in title:
                same |= Q(title__iendswith=f"'s {title}") | Q(title__iendswith=f"’s {title}")
            # By the index of words first: without it every title of the catalogue would be looked at.
            named |= Q(search=SearchQuery(title, config="simple", search_type="phrase")) & same
        return self.filter(named)

    def within(self, limits: Limits) -> Self:
        """Only what may be offered under these limits; what is unknown where it matters is left out.

        A game's sitting or player modes being unknown is no offence, except that company needs
        a game that is known to allow it.
        """
        games = self.published().filter(has_sexual_content=False)
        if limits.platforms:
            games = games.filter(platforms__overlap=list(limits.platforms))
        if limits.price_caps is not None:
            games = games.filter(_affordable(limits))
        if limits.excluded_genres:
            # Genres and tags are one language to a player: "no horror" means both.
            games = games.exclude(genres__overlap=list(limits.excluded_genres))
            games = games.exclude(tags__overlap=list(limits.excluded_genres))
        if limits.excluded_text:
            spoken_of, unwanted = themes.spoken_of(limits.excluded_text), limits.excluded_text
            games = games.exclude(
                Q(Q(title__iregex=spoken_of), title__iregex=unwanted)
                | Q(Q(summary__iregex=spoken_of), summary__iregex=unwanted)
                | Q(Q(feel__iregex=spoken_of), feel__iregex=unwanted)
            )
        if limits.rated_below is not None:
            games = games.filter(Q(age_rating=None) | Q(age_rating__lt=limits.rated_below))
        for mode in limits.never_only:
            games = games.exclude(player_modes=[mode])
        if limits.wanted_genres:
            wanted = list(limits.wanted_genres)
            games = games.filter(Q(genres__overlap=wanted) | Q(tags__overlap=wanted))
        if limits.oldest_rating is not None:
            games = games.filter(age_rating__lte=limits.oldest_rating)
        if limits.player_mode == "solo":
            games = games.filter(Q(player_modes__contains=["solo"]) | Q(player_modes=[]))
        elif limits.player_mode == TOGETHER:
            games = games.filter(player_modes__overlap=["coop", "versus"])
        elif limits.player_mode:
            games = games.filter(player_modes__contains=[limits.player_mode])
        if limits.released_from is not None:
            games = games.filter(release_date__gte=date(limits.released_from, 1, 1))
        if limits.released_to is not None:
            games = games.filter(release_date__lte=date(limits.released_to, 12, 31))
        if limits.longest_sitting is not None:
            games = games.filter(Q(session_minutes=None) | Q(session_minutes__lte=limits.longest_sitting))
        for genre, most in limits.hardest:
            of_genre = Q(genres__contains=[genre]) | Q(tags__contains=[genre])
            games = games.exclude(of_genre & _harder_than(most, by_nature=genre in HARD_BY_NATURE))
        if limits.most_difficulty is not None:
            games = games.exclude(_hard_beyond(limits.most_difficulty))
        if limits.least_difficulty is not None:
            games = games.exclude(difficulty__lt=limits.least_difficulty)
        if limits.less_known_than is not None:
            games = games.filter(popularity__lt=limits.less_known_than)
        if limits.excluded_ids:
            games = games.exclude(pk__in=sorted(limits.excluded_ids))
        if limits.excluded_slugs:
            games = games.exclude(slug__in=sorted(limits.excluded_slugs))
        return games


def _harder_than(most: int, *, by_nature: bool) -> Q:
    """Of an unknown difficulty tags tell, or the genre itself."""
    unknown = Q(difficulty__isnull=True)
    is_said = unknown if by_nature else unknown & Q(tags__overlap=list(HARD_TAGS))
    return Q(difficulty__gt=most) | is_said


def _hard_beyond(most: int) -> Q:
    """The same of any genre: where nobody noted how hard a game is, its tags or its genre may tell."""
    words = [*HARD_TAGS, *HARD_BY_NATURE]
    return Q(difficulty__gt=most) | Q(difficulty__isnull=True) & (Q(tags__overlap=words) | Q(genres__overlap=words))


def _affordable(limits: Limits) -> Q:
    """A known current price within the budget, for a machine that was asked for; any machine if none was."""
    from games.models import Offer

    caps = {currency: cap.quantize(_CENT, ROUND_FLOOR) for currency, cap in limits.price_caps or ()}
    # The usual currencies one by one, for the planner knows how many offers those leave; the others
    # in one look-up, for thirty branches would cost Django milliseconds.
    cheap = Q(
        ~Q(currency__in=_USUAL_CURRENCIES),
        amount__lte=Func(
            Value(json.dumps({currency: str(cap) for currency, cap in caps.items()})),
            F("currency"),
            template="(%(expressions)s)::numeric",
            arg_joiner="::jsonb ->> ",
            output_field=models.DecimalField(),
        ),
    )
    for currency in _USUAL_CURRENCIES:
        if currency in caps:
            cheap |= Q(currency=currency, amount__lte=caps[currency])
    offers = Offer.objects.filter(cheap, game=OuterRef("pk"), is_current=True)
    if not limits.families:
        return Q(Exists(offers))
    fits = Q()
    for family, platforms in limits.families:
        fits |= Q(Exists(offers.filter(family=family)), platforms__overlap=list(platforms))
    return fits

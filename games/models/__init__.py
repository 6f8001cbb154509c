"""The nouns of the lowest app, by what they are about."""

from games.models.artefacts import ModelArtefact
from games.models.bulk import BulkRow, BulkRun
from games.models.catalogue import Game, Genre, Mood, NameMapping, Platform, Tag
from games.models.changes import Change
from games.models.clusters import PlayerCluster, PlayerClusterMembership
from games.models.fair_start import FairStart
from games.models.imports import HeaderMapping, ImportBatch, ImportRow
from games.models.jobs import Job
from games.models.neighbours import GameNeighbours, LoggedPlay, PlayTitle
from games.models.offers import ExchangeRate, Offer
from games.models.overrides import Override, PolicyOverride
from games.models.players import Interaction, Player
from games.models.requests import KeptAnswer, RequestCount, StoredFeed
from games.models.rules import RankingRule, RankingRuleChange
from games.models.slates import Impression, Slate
from games.models.trends import Trend
from games.models.versions import DataVersion

__all__ = [
    "BulkRow",
    "BulkRun",
    "Change",
    "DataVersion",
    "ExchangeRate",
    "FairStart",
    "Game",
    "GameNeighbours",
    "Genre",
    "HeaderMapping",
    "ImportBatch",
    "ImportRow",
    "Impression",
    "Interaction",
    "Job",
    "KeptAnswer",
    "LoggedPlay",
    "ModelArtefact",
    "Mood",
    "NameMapping",
    "Offer",
    "Override",
    "Platform",
    "PlayTitle",
    "Player",
    "PlayerCluster",
    "PlayerClusterMembership",
    "PolicyOverride",
    "RankingRule",
    "RankingRuleChange",
    "RequestCount",
    "Slate",
    "StoredFeed",
    "Tag",
    "Trend",
]

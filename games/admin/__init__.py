"""The catalogue editor's and operator's pages of this app, a module a subject."""

from games.admin import catalogue, imports, jobs, players, slates, vocabulary

__all__ = ["catalogue", "imports", "jobs", "players", "slates", "vocabulary"]

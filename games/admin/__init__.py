"""The catalogue editor's and operator's pages of this app, a module a subject."""

from games.admin import catalogue, imports, jobs, vocabulary

__all__ = ["catalogue", "imports", "jobs", "vocabulary"]

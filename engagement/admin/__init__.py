"""The marketer's pages: whom we write to, with what, and what came of it; a module a subject."""

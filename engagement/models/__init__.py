"""When we speak first: who, with what, and what came of it; a module a subject."""

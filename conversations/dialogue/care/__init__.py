"""Words that come before any game: danger, harm, loss; and where help is found. Pure."""

"""Characters who keep players company between games, and learn their taste doing so. See docs/companions.md."""

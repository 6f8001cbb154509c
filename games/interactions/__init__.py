"""What players do and say about games, and what became of a recommendation."""

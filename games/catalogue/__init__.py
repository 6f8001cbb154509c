"""The record of a game: its columns, its prices, how good it is, and how editors change it."""

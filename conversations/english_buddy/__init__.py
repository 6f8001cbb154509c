"""Helps with English, for who asked for it: a second, quiet bubble with a better way to say what they just wrote."""

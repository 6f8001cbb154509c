"""Texts to vectors, and the vectors of the catalogue."""

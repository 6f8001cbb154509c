"""Files into the catalogue: read, checked, compared, written, taken back. What they say is decided here alone."""

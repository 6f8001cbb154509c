"""How days and times are written for the staff, by language."""

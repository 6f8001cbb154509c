"""The learnt ranking: which one ranks for whom, what it learns from, what it has earned."""

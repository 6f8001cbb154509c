"""Games within the limits, found by meaning, mood and quality: candidates for the recommender."""

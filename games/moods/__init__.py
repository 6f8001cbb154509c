"""The moods: what each means, and how well every game suits every mood."""

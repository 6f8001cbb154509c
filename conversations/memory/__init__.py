"""What is remembered of a person's talks, and how they change it."""

"""What is lastingly known of a player."""

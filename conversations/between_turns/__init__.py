"""What is said outside a turn: reminders, questions whether a game fitted, and what all of it must keep to."""

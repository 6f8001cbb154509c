"""Moments as people tell them: days that were, times to come, reminders; on their own clock."""

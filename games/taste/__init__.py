"""What a player likes, learnt from what they did, and who is of one taste."""

"""Games put before a player: what is wished for tonight, what stands in its way, which game is meant."""

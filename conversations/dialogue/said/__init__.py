"""What a message says beside its mood and wishes: requests, critiques, commands, tongues. Pure."""

"""Messages go out: what may leave, under consent and the reply window, how it leaves, and what became of it."""

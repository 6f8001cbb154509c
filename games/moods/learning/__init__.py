"""How well a text suits each mood, learnt from a bank of descriptions that we wrote and labelled. Pure."""

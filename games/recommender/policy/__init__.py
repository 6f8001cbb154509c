"""Learning what to put first, and proving it: features, the learnt blend, calibration, off-policy estimates. Pure."""

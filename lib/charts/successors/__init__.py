"""Charts of one of the 34 that reach back to the provinces it was made of."""

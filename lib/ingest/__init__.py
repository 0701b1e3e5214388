"""Files from outside to rows: a new year of scores, and filled-in commitments of a plan."""

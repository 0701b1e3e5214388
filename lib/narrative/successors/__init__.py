"""One of the 34 in its published years: the history that leads up to it, its first changes."""

"""The data set in memory, and the view that a URL asks for."""

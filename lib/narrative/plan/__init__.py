"""A province's plan in words and tables."""

"""Data files to checked tables."""

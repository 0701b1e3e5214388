"""The table of everything: its rows and its words."""

"""Changes counted since a year that the viewer chose."""

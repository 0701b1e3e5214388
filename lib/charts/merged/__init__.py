"""Charts of the page /merged."""

"""Charts of the page /map."""

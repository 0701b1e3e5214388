"""Charts of the page /plan."""

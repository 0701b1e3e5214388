"""Charts of the page /trends."""

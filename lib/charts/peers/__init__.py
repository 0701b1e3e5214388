"""Charts of the page /peers."""

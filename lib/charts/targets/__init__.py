"""Charts of the page /targets."""

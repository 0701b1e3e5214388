"""Charts of the page /overview."""

"""Charts of the page /dimensions."""

"""Parts that one page uses, one module a page."""

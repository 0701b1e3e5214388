"""Numbers to sentences and tables, one module a page; no sentence claims a cause."""

"""Addresses beside the pages: the head of a page, figures, data, charts for other sites."""

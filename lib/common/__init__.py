"""Language, theme, numbers, the list of pages, and writers that every layer may use."""

"""The trends page in words: the change, its parts, the years to compare with, how certain it is."""

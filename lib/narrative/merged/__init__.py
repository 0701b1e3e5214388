"""The page of the merged province in words: its members, their gap, the estimate."""

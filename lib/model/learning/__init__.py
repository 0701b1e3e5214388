"""What gains, chances and ranges are learnt from, and how well they did on past years."""

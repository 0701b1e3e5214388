"""What the page with the peers says."""

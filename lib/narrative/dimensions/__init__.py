"""What the page on dimensions says above its tables and below its charts."""

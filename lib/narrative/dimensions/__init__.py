"""What the page on dimensions says below its charts."""

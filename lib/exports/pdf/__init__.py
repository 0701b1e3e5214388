"""The story on two printed pages."""

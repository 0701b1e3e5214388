"""The story on two printed pages: Python chooses sizes and places, typst sets the text."""

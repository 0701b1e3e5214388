"""Files of ``data/`` that take the place of others, and the way back."""

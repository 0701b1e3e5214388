"""Changes judged after what was to be expected: on comparable parts, many at once, and later."""

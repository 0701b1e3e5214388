"""The story's charts as plain data: what a slide's native, editable charts hold.

A plot holds the world's numbers in full; what is written beside a point is text in the view's
language, so that its decimal sign does not depend on the reader's office. Maps are no plots.
"""

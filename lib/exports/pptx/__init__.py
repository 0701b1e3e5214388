"""Pieces of a PPTX: the empty deck in the house style, text, native charts, maps as shapes.

All sizes and places are in points; a slide is 960 x 540 of them (16:9). Always light: a slide is
printed and projected.
"""

"""The story as a PPTX: house style, text, editable charts, maps as shapes.

All sizes and places are points; a slide is 960 x 540 of them (16:9). Colours are always those of
the light theme: a slide is printed and projected.
"""

"""Charts as plain data, for slides whose charts can be edited; one function each, named alike.

A native chart holds the dataset's unrounded numbers. Labels at its points are texts in the view's
language, so that their decimal separator does not depend on the reader's office programs. Maps have
no native chart.
"""

"""Charts as plain data, for slides whose charts can be edited; one function each, named alike.

An editable chart holds unrounded numbers. Labels at its points are texts in the view's
language, so that their decimal separator does not depend on the reader's office programs. Maps have
no editable chart.
"""

"""What the XML of a workbook says that openpyxl's read-only mode does not tell."""

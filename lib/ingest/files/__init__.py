"""Files as sheets of plain cells: workbooks and CSV."""

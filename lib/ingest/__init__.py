"""Next year's figures: a file to findings and scores, the same for the command line and the page.

``inspect`` reads and checks, ``report.sections`` tells, ``check.applied`` shows what the data would
be, ``store.write`` keeps it, ``produce.workbook`` writes the producer's layout.
"""

from lib.data import Tables
from lib.ingest import check, layout, sheets
from lib.ingest.check import Read, applied
from lib.ingest.found import Refused, question
from lib.ingest.sheets import LARGEST, Progress

__all__ = ["LARGEST", "Read", "applied", "inspect"]


def inspect(content: bytes, file: str, tables: Tables, progress: Progress | None = None) -> Read:
    """What a file holds and what is wrong with it; never an exception, never a repaired figure.

    Args:
        content: an XLSX or CSV file in the producer's layout or the project's own.
        file: its name; the type, and in CSV the year, are told by it.
        tables: the data as they are.
        progress: called before each sheet with how many are read, how many there are, its name.
    """
    try:
        found = sheets.read(content, file, progress)
    except Refused as refused:
        return check.nothing(file, (refused.finding,))
    known = layout.recognise(found, file, tables)
    if any(sheet.cut for sheet in found):
        known.findings.append(question("csv_end"))
    return check.check(known, file, tables)

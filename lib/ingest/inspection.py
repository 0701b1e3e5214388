"""A file to checked scores, the same for the command line and the page."""

from lib.datasets.tables import Tables
from lib.ingest import checks, reader, recognition
from lib.ingest.checks import IngestResult
from lib.ingest.issues import FileRefused, question
from lib.ingest.reader import Progress


def inspect_file(
    content: bytes, file: str, tables: Tables, progress: Progress | None = None
) -> IngestResult:
    """What a file holds and what is wrong with it; never an exception, never a repaired figure.

    Args:
        content: an XLSX or CSV file in the producer's layout or the project's own.
        file: its name; the type, and in CSV the year, are told by it.
        tables: the data as they are.
        progress: called before each sheet with how many are read, how many there are, its name.
    """
    try:
        found = reader.read_sheets(content, file, progress)
    except FileRefused as refused:
        return checks.refused_result(file, (refused.finding,))
    known = recognition.recognize_scores(found, file, tables)
    if any(sheet.cut for sheet in found):
        known.findings.append(question("csv_end"))
    return checks.check_scores(known, file, tables)

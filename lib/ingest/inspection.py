"""From a file to checked scores, the same for the command line and the page."""

from lib.datasets.tables import Tables
from lib.ingest import checks, recognition
from lib.ingest.issues import Issue, IssueCode, problem, question
from lib.ingest.limits import SCORES_LIMITS
from lib.ingest.reader import FileRefused, Progress, RefusalCode, plain_text, read_tables
from lib.ingest.recognition import NOTHING_CONFIRMED, Confirmed
from lib.ingest.result import IngestResult

_ISSUE_CODES: dict[RefusalCode, IssueCode] = {
    "large": "large", "empty": "empty", "macro": "macro", "old_office": "old_office",
    "type": "type", "encoding": "encoding", "csv": "csv", "rows": "cells", "cells": "cells",
    "bomb": "bomb", "unsafe": "bomb", "broken": "broken", "order": "order",
}  # fmt: skip


def inspect_file(
    content: bytes,
    file: str,
    tables: Tables,
    progress: Progress | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
) -> IngestResult:
    """The scores of a file and what is wrong with it; nothing is repaired.

    Whatever the file holds, this raises no exception.

    Args:
        content: an XLSX or CSV file in one of the layouts of ``recognition``.
        file: its name; tells its type, and the year of a CSV file.
        tables: the present data.
        progress: see ``reader.read_tables``.
        confirmed: what somebody has said of the file.
    """
    try:
        sheets = read_tables(
            content, SCORES_LIMITS, name=file, parse_text=plain_text, progress=progress
        )
    except FileRefused as refused:
        return checks.refused_result(file, (_refusal_issue(refused),))
    recognized = recognition.recognize_scores(sheets, file, tables, confirmed)
    if any(sheet.unterminated for sheet in sheets):
        recognized.issues.append(question("csv_end"))
    return checks.check_scores(recognized, file, tables, confirmed.year)


def _refusal_issue(refused: FileRefused) -> Issue:
    """A file that cannot be read as an issue of the report."""
    return problem(_ISSUE_CODES[refused.code], refused.location, **refused.values)

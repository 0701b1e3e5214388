"""From a file to checked scores, the same for the command line and the page."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from lib.datasets.tables import Tables
from lib.ingest import checks, recognition
from lib.ingest.files.cells import FileRefused, RefusalCode
from lib.ingest.files.workbook import Progress
from lib.ingest.issues import (
    MORE_CODES,
    NOTE,
    PROBLEM,
    QUESTION,
    Issue,
    IssueCode,
    IssueKind,
    Location,
    problem,
    question,
)
from lib.ingest.limits import SCORES_LIMITS, LimitExceeded, Limits, time_limit
from lib.ingest.reader import plain_text, read_tables
from lib.ingest.recognition import NOTHING_CONFIRMED, Confirmed
from lib.ingest.result import IngestResult

_ISSUE_CODES: dict[RefusalCode, IssueCode] = {
    "large": "large", "empty": "empty", "macro": "macro", "old_office": "old_office",
    "type": "type", "encoding": "encoding", "csv": "csv", "rows": "cells", "cells": "cells",
    "contents": "contents", "slow": "slow", "bomb": "bomb", "unsafe": "bomb", "broken": "broken",
    "order": "order",
}  # fmt: skip


_MAX_ISSUES = 1_000


def inspect_file(
    content: bytes,
    file: str,
    tables: Tables,
    progress: Progress | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    limits: Limits = SCORES_LIMITS,
) -> IngestResult:
    """The scores of a file and what is wrong with it; nothing is repaired.

    Whatever the file holds is told by the result; an exception is a fault of the code.

    Args:
        content: an XLSX or CSV file in one of the layouts of ``recognition``.
        file: its name; tells its type, and the year of a CSV file.
        tables: the present data.
        progress: see ``reader.read_tables``.
        confirmed: what somebody has said of the file.
        limits: what it may hold and cost.
    """
    try:
        with time_limit(limits.seconds), _no_collection():
            result = _inspect(content, file, tables, progress, confirmed, limits)
    except LimitExceeded as limit:
        return checks.refused_result(
            file, (problem(_ISSUE_CODES[limit.code], Location(), **limit.values),)
        )
    return _keep_first_issues(result)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for objects that refer to each other in a circle, which no cells of a file do.

    The search looks at all cells again and again as their number grows: a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _inspect(
    content: bytes,
    file: str,
    tables: Tables,
    progress: Progress | None,
    confirmed: Confirmed,
    limits: Limits,
) -> IngestResult:
    """``inspect_file`` without a limit to its time."""
    try:
        sheets = read_tables(content, limits, name=file, parse_text=plain_text, progress=progress)
    except FileRefused as refused:
        return checks.refused_result(file, (_refusal_issue(refused),))
    recognized = recognition.recognize_scores(sheets, file, tables, confirmed)
    if any(sheet.unterminated for sheet in sheets):
        recognized.issues.append(question("csv_end"))
    return checks.check_scores(recognized, file, tables, confirmed.year)


def _keep_first_issues(result: IngestResult) -> IngestResult:
    """A result that a session can keep: of a file that is wrong everywhere only the first issues.

    Nobody reads more, and a problem for each of its rows would take more memory than the file.
    What forbids to use the file is kept before what is asked, and that before what is noted.
    """
    if len(result.issues) <= _MAX_ISSUES:
        return result
    kept: list[Issue] = []
    kinds: tuple[IssueKind, ...] = (PROBLEM, QUESTION, NOTE)
    for kind, code in zip(kinds, MORE_CODES, strict=True):
        issues = result.issues_of_kind(kind)
        first = _first_of_each_code(issues, _MAX_ISSUES - len(kept))
        kept += first
        if n := len(issues) - len(first):
            differs = sum(i.code == "older_differs" for i in issues)
            differs -= sum(i.code == "older_differs" for i in first)
            kept.append(Issue(kind, code, values=(("n", n), ("differs", differs))))
    return replace(result, issues=tuple(kept))


def _first_of_each_code(issues: list[Issue], room: int) -> list[Issue]:
    """So many issues in their order; a code that repeats leaves room for the others."""
    found: Counter[str] = Counter()
    places = []
    for issue in issues:
        found[issue.code] += 1
        places.append(found[issue.code])
    chosen = sorted(range(len(issues)), key=lambda index: places[index])[: max(room, 0)]
    return [issues[index] for index in sorted(chosen)]


def _refusal_issue(refused: FileRefused) -> Issue:
    """A file that cannot be read as an issue of the report."""
    return problem(_ISSUE_CODES[refused.code], refused.location, **refused.values)

"""Counts in a report have the thousands separator of its language."""

import pytest

from lib.ingest import report
from lib.ingest.issues import problem
from lib.ingest.result import IngestResult


@pytest.mark.parametrize(("lang", "count"), [("vi", "1.764"), ("en", "1,764")])
def test_many_problems_are_counted_as_the_language_writes_numbers(tables, lang, count):
    issues = tuple(problem("no_table", names=n, found=0) for n in range(1764))
    none = tables.scores.iloc[:0]
    result = IngestResult("papi.xlsx", (2025,), (2025,), none, none, {}, issues)
    assert f"{count} " in report.verdict(result, lang)
    (section,) = report.sections(result, tables, lang)
    assert count in section.heading

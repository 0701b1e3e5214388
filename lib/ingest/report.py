"""What a reading found, in sentences: the same for the command line and the page."""

from dataclasses import dataclass

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.datasets.tables import Tables
from lib.ingest.checks import IngestResult
from lib.ingest.issues import (
    NOTE,
    PROBLEM,
    QUESTION,
    format_score,
    group_issues,
    measure_label,
    province_label,
    row_spans,
)

_MAX_SENTENCES = 40  # sentences of a kind; the rest is counted


@dataclass(frozen=True)
class Section:
    """Sentences of one ``kind`` ("problem", "question", "change", "note") under a heading."""

    kind: str
    heading: str
    sentences: tuple[str, ...]


def verdict(read: IngestResult, lang: str) -> str:
    """The whole in one sentence."""
    problems = len(read.of(PROBLEM))
    values: dict[str, object] = {"file": read.file, "years": describe_years(read)}
    if not read.usable:
        return t("ingest.v_refused", lang, n=problems, **values)
    if read.unchanged:
        return t("ingest.v_same", lang, **values)
    code = "ingest.v_asks" if read.asks else "ingest.v_good"
    n = len(read.of(QUESTION)) + len(read.changes)
    provinces = read.scores.groupby("year")["province"].nunique().max()
    rows = format_number(len(read.scores), 0, lang)
    return t(code, lang, n=n, rows=rows, provinces=provinces, **values)


def sections(read: IngestResult, tables: Tables, lang: str) -> list[Section]:
    """Problems, questions, changed figures, notes; those without any are left out."""
    out = []
    for kind in (PROBLEM, QUESTION, "change", NOTE):
        if kind == "change":
            found = [
                describe_change(row, tables, lang)
                for row in read.changes.head(_MAX_SENTENCES).itertuples()
            ]
            n = len(read.changes)
            left = max(0, n - _MAX_SENTENCES)
        else:
            groups = group_issues(read.of(kind))
            found = [
                f.sentence(tables, lang, row_spans(rows)) for f, rows in groups[:_MAX_SENTENCES]
            ]
            n = len(read.of(kind))
            left = sum(len(rows) for _, rows in groups[_MAX_SENTENCES:])
        if left:
            found.append(t("ingest.more", lang, n=left))
        if found:
            out.append(Section(kind, t(f"ingest.h_{kind}", lang, n=n), tuple(found)))
    return out


def describe_change(row: object, tables: Tables, lang: str) -> str:
    """One changed figure in words; ``row``: year, province, sub_dimension, old, new."""
    year, province, code, old, new = (
        getattr(row, name) for name in ("year", "province", "sub_dimension", "old", "new")
    )
    none = t("ingest.none", lang)
    before, after = (none if pd.isna(v) else format_score(float(v), lang) for v in (old, new))
    values = {"province": province_label(province, tables, lang), "year": year}
    name = measure_label(code, tables, lang)
    return t("ingest.change", lang, measure=name, old=before, new=after, **values)


def report_text(read: IngestResult, tables: Tables, lang: str) -> str:
    """The report as plain text."""
    lines = [verdict(read, lang)]
    for section in sections(read, tables, lang):
        lines += ["", section.heading]
        lines += [f"  - {sentence}" for sentence in section.sentences]
    return "\n".join(lines)


def describe_years(read: IngestResult) -> str:
    """Its years: 2025, or 2011–2024 where they follow each other."""
    years = read.years
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))

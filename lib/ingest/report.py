"""The result of reading a file in sentences: the same for the command line and the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.datasets.tables import Tables, Units
from lib.ingest.issues import (
    MORE_CODES,
    NOTE,
    PROBLEM,
    QUESTION,
    Issue,
    IssueKind,
    format_score,
    group_issues,
    measure_label,
    number_spans,
    province_label,
)
from lib.ingest.result import IngestResult
from lib.stats.ranking import TOTAL

SectionKind = Literal["problem", "question", "change", "note"]
_MAX_SENTENCES = 40  # of a section; the rest is counted
_MAX_ALIKE = 3  # like issues with a sentence each; more are one sentence, which names so many
_MAX_QUESTIONS_ALIKE = 10  # the same of questions about different measures
_MAX_QUESTIONS_NAMED = 20

_Found = tuple[Issue, list[int]]  # see issues.group_issues


@dataclass(frozen=True)
class Section:
    """Sentences of one kind under a heading; changes are scores that would be replaced."""

    kind: SectionKind
    heading: str
    sentences: tuple[str, ...]


def verdict(result: IngestResult, lang: str) -> str:
    """The whole result in one sentence."""
    values: dict[str, object] = {"file": result.file, "years": describe_years(result)}
    if not result.usable:
        n = _count(result.issues_of_kind(PROBLEM))
        return t("ingest.v_refused", lang, n=format_number(n, 0, lang), **values)
    if result.scores_unchanged:
        n = _count(result.issues_of_kind(QUESTION))
        if result.extras:
            key = "ingest.v_more_asks" if n else "ingest.v_more"
            return t(key, lang, n=format_number(n, 0, lang), **values)
        differs = sum(issue.code == "older_differs" for issue in result.issues)
        differs += _left_out(result.issues, "differs")
        key = "ingest.v_differs" if differs else "ingest.v_same"
        return t(key, lang, n=format_number(differs, 0, lang), **values)
    key = "ingest.v_asks" if result.needs_confirmation else "ingest.v_good"
    n = _count(result.issues_of_kind(QUESTION)) + len(result.changes)
    scores = result.scores[result.scores["year"].isin(_years_told(result))]
    provinces = scores.groupby("year")["province"].nunique().max()
    rows = format_number(len(scores), 0, lang)
    return t(key, lang, n=format_number(n, 0, lang), rows=rows, provinces=provinces, **values)


def sections(result: IngestResult, tables: Tables, lang: str) -> list[Section]:
    """Problems, questions, changed scores, notes; those without any are left out.

    Args:
        result: what the file would make of the data.
        tables: the names of provinces and measures.
        lang: "vi" or "en".
    """
    all_sections = (
        _issue_section(PROBLEM, result, tables, lang),
        _issue_section(QUESTION, result, tables, lang),
        _change_section(result, tables, lang),
        _issue_section(NOTE, result, tables, lang),
    )
    return [section for section in all_sections if section.sentences]


def describe_change(
    key: tuple[int, str, str],
    old: float,
    new: float,
    tables: Tables,
    lang: str,
    units: Units = "63",
) -> str:
    """One changed score in words.

    Args:
        key: year, province, sub-dimension.
        old: the present score (points, NaN for none).
        new: the score of the file (points, NaN for none).
        tables: the names of provinces and measures.
        lang: "vi" or "en".
        units: the list that the province is of.
    """
    year, province, code = key
    none = t("ingest.none", lang)
    before, after = (none if pd.isna(v) else format_score(v, lang) for v in (old, new))
    values = {"province": province_label(province, tables, lang, units), "year": year}
    label = measure_label(code, tables, lang)
    return t("ingest.change", lang, measure=label, old=before, new=after, **values)


def report_text(result: IngestResult, tables: Tables, lang: str) -> str:
    """The verdict and all sections as plain text."""
    lines = [verdict(result, lang)]
    for section in sections(result, tables, lang):
        lines += ["", section.heading]
        lines += [f"  - {sentence}" for sentence in section.sentences]
    return "\n".join(lines)


def describe_years(result: IngestResult) -> str:
    """The years that a file brings: "2025", or "2011–2024" where they follow each other."""
    years = _years_told(result)
    if len(years) > 2 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def _years_told(result: IngestResult) -> tuple[int, ...]:
    """The new years of a file, whose older sheets are only compared, each with a note of its own.

    All its years where none is new.
    """
    return result.added_years or result.years


def _issue_section(kind: IssueKind, result: IngestResult, tables: Tables, lang: str) -> Section:
    """The issues of one kind, like ones as one sentence each."""
    issues = result.issues_of_kind(kind)
    groups = _gather_alike(group_issues(issues), kind)
    sentences = [_describe_alike(group, tables, lang) for group in groups[:_MAX_SENTENCES]]
    hidden = sum(len(numbers) for group in groups[_MAX_SENTENCES:] for _, numbers in group)
    return _section(kind, _count(issues), sentences, hidden, lang)


def _count(issues: list[Issue]) -> int:
    """How many issues there are, with those that are only counted."""
    return sum(issue.code not in MORE_CODES for issue in issues) + _left_out(issues, "n")


def _left_out(issues: Iterable[Issue], name: str) -> int:
    """A count of the issues that are left out, ``name`` of ``inspection``'s last issues."""
    counts = [dict(issue.values)[name] for issue in issues if issue.code in MORE_CODES]
    return sum(n for n in counts if isinstance(n, int))


def _gather_alike(groups: list[_Found], kind: IssueKind) -> list[list[_Found]]:
    """Issues of one code that repeat, together: those of a measure, and where these are many, all.

    Args:
        groups: see ``issues.group_issues``.
        kind: of the issues; each question is answered, so more of them stay apart.
    """
    by_measure: dict[object, list[_Found]] = {}
    for found in groups:
        issue, values = found[0], dict(found[0].values)
        key = (issue.code, issue.location.sheet, values.get("measure"), values.get("year"))
        by_measure.setdefault(key, []).append(found)
    parts: dict[str, list[list[_Found]]] = {}
    for alike in by_measure.values():
        split = [alike] if len(alike) > _MAX_ALIKE else [[found] for found in alike]
        parts.setdefault(alike[0][0].code, []).extend(split)
    most = _MAX_QUESTIONS_ALIKE if kind == QUESTION else _MAX_ALIKE
    return [
        group
        for of_code in parts.values()
        for group in (of_code if len(of_code) <= most else [sum(of_code, [])])
    ]


def _describe_alike(group: list[_Found], tables: Tables, lang: str) -> str:
    """The first issue in words, and where else the same is found."""
    issue, numbers = group[0]
    spans = number_spans(numbers, issue.location.turned)
    sentence = issue.sentence(tables, lang, spans)
    if len(group) == 1:
        return sentence
    most = _MAX_QUESTIONS_NAMED if issue.kind == QUESTION else _MAX_ALIKE
    names = list(dict.fromkeys(_short_name(other, group, tables, lang) for other, _ in group[1:]))
    more = "; …" if len(names) > most else ""
    n = sum(len(numbers) for _, numbers in group[1:])
    listed = "; ".join(names[:most]) + more
    return t("ingest.alike", lang, sentence=sentence, n=format_number(n, 0, lang), names=listed)


def _short_name(issue: Issue, group: list[_Found], tables: Tables, lang: str) -> str:
    """What tells an issue from the others of its group: province, measure, year, else its place."""
    values = dict(issue.values)
    parts = []
    if "province" in values:
        parts.append(province_label(str(values["province"]), tables, lang, issue.units))
    for name in ("measure", "year"):
        if name in values and len({dict(other.values).get(name) for other, _ in group}) > 1:
            parts.append(t("measure.total", lang) if values[name] == TOTAL else str(values[name]))
    if not parts:
        return issue.location.describe(lang).rpartition(", ")[2] or str(next(iter(values.values())))
    return ", ".join(parts)


def _change_section(result: IngestResult, tables: Tables, lang: str) -> Section:
    """The scores that would be replaced."""
    changes, sentences = result.changes, []
    for row in changes.head(_MAX_SENTENCES).itertuples():
        key = (row.year, row.province, row.sub_dimension)
        units = result.units.get(row.year, "63")
        sentences.append(describe_change(key, float(row.old), float(row.new), tables, lang, units))
    hidden = max(0, len(changes) - _MAX_SENTENCES)
    return _section("change", len(changes), sentences, hidden, lang)


def _section(kind: SectionKind, n: int, sentences: list[str], hidden: int, lang: str) -> Section:
    """A section of ``n`` things, of which ``hidden`` are only counted."""
    if hidden:
        sentences = [*sentences, t("ingest.more", lang, n=format_number(hidden, 0, lang))]
    heading = t(f"ingest.h_{kind}", lang, n=format_number(n, 0, lang))
    return Section(kind, heading, tuple(sentences))

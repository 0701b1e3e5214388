"""What a file would make of the data, and the data with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import LANGUAGES, t
from lib.datasets.tables import Tables, Units
from lib.ingest.issues import PROBLEM, QUESTION, Issue, IssueCode, IssueKind

KEY = ["year", "province", "sub_dimension"]
# Issues on present figures, other than scores, that the file replaces.
_REPLACES: set[IssueCode] = {"indicators_changed", "margins_other", "printed_other"}
_NAME_LENGTH = 120  # characters of a file's name that a note on a change keeps


@dataclass(frozen=True, eq=False)
class IngestResult:
    """What a file would make of the data.

    Attributes:
        file: its name.
        years: the years it holds, in order.
        added_years: those that the data do not have yet.
        scores: all rows of its years (KEY, score in points) as they would be stored; of a year that
            the data have, every present score is among them, changed or not.
        changes: KEY, old (NaN where there is none), new (points) of the years that the data have.
        extended: sub-dimensions that are measured longer than recorded: the new last year by code.
        issues: what is to correct, to confirm and to know, in the order of the checks.
        units: the list of provinces of each year.
        extras: the tables of ``lib.datasets.optional_tables`` that the file changes, by name, as
            they would be stored: with the rows of all years.
    """

    file: str
    years: tuple[int, ...]
    added_years: tuple[int, ...]
    scores: pd.DataFrame
    changes: pd.DataFrame
    extended: Mapping[str, int]
    issues: tuple[Issue, ...]
    units: Mapping[int, Units] = field(default_factory=dict)
    extras: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def issues_of_kind(self, kind: IssueKind) -> list[Issue]:
        """The issues of one kind, in their order."""
        return [issue for issue in self.issues if issue.kind == kind]

    @property
    def usable(self) -> bool:
        """Whether the file has scores and no problem."""
        return bool(self.years) and not self.issues_of_kind(PROBLEM)

    @property
    def brought(self) -> pd.DataFrame:
        """KEY of the scores that the file brings: of years that are new, and those that change."""
        new = self.scores[self.scores["year"].isin(self.added_years)]
        return pd.concat([new[KEY], self.changes[KEY]], ignore_index=True)

    @property
    def scores_unchanged(self) -> bool:
        """Whether every score equals the present data."""
        return self.usable and not self.added_years and self.changes.empty

    @property
    def unchanged(self) -> bool:
        """Whether the file has nothing that is not in the present data: no score, nothing else."""
        return self.scores_unchanged and not self.extras

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody must say yes: scores are replaced, or there is a question."""
        return bool(len(self.changes) or self.issues_of_kind(QUESTION))


def refused_result(
    file: str, issues: tuple[Issue, ...], years: tuple[int, ...] = ()
) -> IngestResult:
    """A file of which no score can be used."""
    scores = pd.DataFrame(columns=[*KEY, "score"])
    changes = pd.DataFrame(columns=[*KEY, "old", "new"])
    return IngestResult(file, years, (), scores, changes, {}, issues)


def apply_result(result: IngestResult, tables: Tables) -> Tables:
    """The data with the file: its years replaced, all others as they are; its other tables."""
    other_years = tables.scores[~tables.scores["year"].isin(result.years)]
    scores = pd.concat([other_years, result.scores]).sort_values(KEY).reset_index(drop=True)
    sub_dimensions = extend_sub_dimensions(tables.sub_dimensions, result.extended)
    return replace(tables, scores=scores, sub_dimensions=sub_dimensions, **result.extras)


def extend_sub_dimensions(
    sub_dimensions: pd.DataFrame, extended: Mapping[str, int]
) -> pd.DataFrame:
    """The sub-dimensions with later last years.

    Args:
        sub_dimensions: code, year_to and any other columns.
        extended: see ``IngestResult``.
    """
    if not extended:
        return sub_dimensions
    year_to = sub_dimensions["code"].map(extended).astype("Int64")
    return sub_dimensions.assign(year_to=year_to.fillna(sub_dimensions["year_to"]))


def note_change(after: Tables, result: IngestResult, day: date) -> Tables:
    """The tables with one more row in ``changes``; as they are where the file changed nothing.

    Args:
        after: the data with the file.
        result: what the file changes.
        day: when it is stored.
    """
    if result.unchanged:
        return after
    replaces = any(issue.code in _REPLACES for issue in result.issues)
    replaces |= bool(result.changes["old"].notna().any())
    is_correction = replaces and not result.added_years
    row = {
        "date": day.isoformat(),
        "kind": "corrected" if is_correction else "added",
        "files": "; ".join(_files(result)),
    }
    name = "".join(c if c.isprintable() else " " for c in result.file)[:_NAME_LENGTH]
    for lang in LANGUAGES:
        row[f"what_{lang}"] = " ".join(_sentences(result, lang))
        row[f"why_{lang}"] = t("data_change.from_file", lang, file=name)
    rows = pd.DataFrame([row]).astype(after.changes.dtypes[list(row)])
    # The same file stored twice in a day is one change.
    changes = pd.concat([after.changes, rows], ignore_index=True)
    return replace(after, changes=changes.drop_duplicates(ignore_index=True))


def _other_tables(result: IngestResult) -> list[str]:
    """The tables that a file changes besides the scores."""
    return [*(["sub_dimensions"] if result.extended else []), *result.extras]


def _files(result: IngestResult) -> list[str]:
    names = [] if result.scores_unchanged else ["scores"]
    return [f"{name}.csv" for name in (*names, *_other_tables(result))]


def _sentences(result: IngestResult, lang: str) -> list[str]:
    out = []
    is_new = result.changes["old"].isna()
    of_new_years = result.scores[result.scores["year"].isin(result.added_years)]
    added = pd.concat([of_new_years[KEY], result.changes.loc[is_new, KEY]])
    if len(added):
        out.append(_sentence("data_change.added", added, lang))
    if not is_new.all():
        out.append(_sentence("data_change.corrected", result.changes[~is_new], lang))
    if others := _other_tables(result):
        tables = ", ".join(t(f"data_change.{name}", lang) for name in others)
        out.append(t("data_change.more", lang, tables=tables))
    return out


def _sentence(key: str, rows: pd.DataFrame, lang: str) -> str:
    """How many scores of which years."""
    years = ", ".join(str(year) for year in sorted(int(y) for y in rows["year"].unique()))
    return t(key, lang, years=years, count=format_number(len(rows), 0, lang))

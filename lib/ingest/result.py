"""What a file would make of the data, and the data with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from lib.datasets.tables import Tables, Units
from lib.ingest.issues import PROBLEM, QUESTION, Issue, IssueKind

INDICATORS = [
    "year", "province", "sub_dimension", "line", "label_vi", "label_en", "scale", "value",
    "shown_as_percent",
]  # fmt: skip
MARGINS = ["year", "province", "measure", "low", "high", "standard_error"]
KEY = ["year", "province", "sub_dimension"]


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
        indicators: year, province, sub_dimension (the one above), line (the number of its row or
            column), label_vi, label_en, scale, value (as the file has it), shown_as_percent of what
            the file has below sub-dimensions.
        margins: year, province, measure, low, high, standard_error (points, NaN where there is
            none): what the file prints with a total or a dimension.
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
    indicators: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=INDICATORS))
    margins: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=MARGINS))
    extras: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def issues_of_kind(self, kind: IssueKind) -> list[Issue]:
        """The issues of one kind, in their order."""
        return [issue for issue in self.issues if issue.kind == kind]

    @property
    def usable(self) -> bool:
        """Whether the file has scores and no problem."""
        return bool(self.years) and not self.issues_of_kind(PROBLEM)

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

"""Scores that were read, held against each other and against what is known, before anything else.

Nothing is repaired: what contradicts itself is a problem, what was never seen before a question.
"""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.datasets.tables import Tables, years_of_units
from lib.ingest.issues import PROBLEM, QUESTION, Issue, Location, note, problem, question
from lib.ingest.recognition import RecognizedScores, ScoreCell
from lib.stats.ranking import DIMENSION_MAX, TOTAL, compute_positions, measured_sub_dimensions
from lib.stats.yearly_changes import compute_yearly_changes, median_jumps

SUM_TOLERANCE = 0.001  # points between a sum and its parts
ROUNDING_TOLERANCE = (
    1e-6  # points; a smaller difference is rounding, and the figure stays as it was
)
_DECIMALS = 6  # of a score as it is kept
_MIN_PROVINCES = 35  # provinces with a total; 34 and fewer are other provinces than these 63
KEY = ["year", "province", "sub_dimension"]


@dataclass(frozen=True, eq=False)
class IngestResult:
    """What a file would make of the data.

    ``scores``: all rows of its ``years`` (KEY, score in points) as they would be kept.
    ``changes``: KEY, old, new (points, NaN where there is none) of years that are there already.
    ``added``: years that are not. ``extended``: sub-dimensions whose last year moves on, by code.
    """

    file: str
    years: tuple[int, ...]
    added: tuple[int, ...]
    scores: pd.DataFrame
    changes: pd.DataFrame
    extended: dict[str, int]
    findings: tuple[Issue, ...]

    def of(self, kind: str) -> list[Issue]:
        """The findings of one kind, in the order of the file."""
        return [f for f in self.findings if f.kind == kind]

    @property
    def usable(self) -> bool:
        """Whether nothing forbids to use the file."""
        return bool(self.years) and not self.of(PROBLEM)

    @property
    def unchanged(self) -> bool:
        """Whether the data already say all of it."""
        return self.usable and not self.added and self.changes.empty

    @property
    def asks(self) -> bool:
        """Whether somebody must say yes: figures replaced, or something never seen before."""
        return bool(len(self.changes) or self.of(QUESTION))


def refused_result(file: str, findings: tuple[Issue, ...]) -> IngestResult:
    """A file of which nothing can be used."""
    scores = pd.DataFrame(columns=[*KEY, "score"])
    changes = pd.DataFrame(columns=[*KEY, "old", "new"])
    return IngestResult(file, (), (), scores, changes, {}, findings)


def check_scores(layout: RecognizedScores, file: str, tables: Tables) -> IngestResult:
    """All checks, in the order in which a reader would want to hear of them."""
    findings = list(layout.findings)
    years = tuple(sorted(layout.columns))
    if not years:
        return refused_result(file, tuple(findings))
    findings += _check_years(layout, tables)
    extended = _check_extended(layout, tables, findings)
    subs = extend_sub_dimensions(tables.sub_dimensions, extended)
    measured = measured_sub_dimensions(subs, list(years))
    findings += _check_columns(layout, measured, tables)
    findings += _check_ranges(layout.cells, measured)
    findings += _check_sums(layout.cells, measured)
    findings += _check_duplicates(layout.cells)
    if any(f.kind == PROBLEM for f in findings):
        # What does not add up for want of a part is asked once the parts are right.
        findings = [f for f in findings if f.code != "sum_open"]
        return replace(refused_result(file, tuple(findings)), years=years)
    scores = _scores_to_keep(layout.cells, tables)
    findings += _check_provinces(layout, scores, measured, tables)
    present = set(tables.scores["year"])
    added = tuple(y for y in years if y not in present)
    changes = _changed_scores(scores, years, tables)
    read = IngestResult(file, years, added, scores, changes, extended, tuple(findings))
    if read.usable and not read.unchanged:
        read = replace(read, findings=(*findings, *_check_unusual(read, layout, tables)))
    return read


def apply_result(read: IngestResult, tables: Tables) -> Tables:
    """The tables as they would be with the file: its years replaced, all others as they are."""
    others = tables.scores[~tables.scores["year"].isin(read.years)]
    scores = pd.concat([others, read.scores]).sort_values(KEY).reset_index(drop=True)
    subs = extend_sub_dimensions(tables.sub_dimensions, read.extended)
    return replace(tables, scores=scores, sub_dimensions=subs)


def extend_sub_dimensions(sub_dimensions: pd.DataFrame, extended: dict[str, int]) -> pd.DataFrame:
    """The sub-dimensions with later last years."""
    if not extended:
        return sub_dimensions
    last = sub_dimensions["code"].map(extended).astype("Int64")
    return sub_dimensions.assign(year_to=last.fillna(sub_dimensions["year_to"]))


def _check_years(layout: RecognizedScores, tables: Tables) -> list[Issue]:
    """Years before the first, after a gap, or that are for the 34 by ``data/vintages.csv``."""
    provinces = tables.scores.groupby("year")["province"].nunique().to_dict()
    first, last = min(provinces), max(provinces)
    since, until = years_of_units(tables.vintages, "34")
    out = []
    for year, columns in sorted(layout.columns.items()):
        place = Location(next(iter(columns.values()), Location()).sheet)
        if year < first:
            out.append(problem("year_early", place, year=year, first=first))
        if year > last and year - 1 not in provinces and year - 1 not in layout.columns:
            out.append(question("year_gap", place, year=year, before=year - 1))
        # More provinces than the 34 have: the data already say that the 63 published it.
        if since <= year <= until and provinces.get(year, 0) <= len(tables.successors):
            out.append(question("year_of_34", place, year=year, since=since))
    return out


def _check_extended(
    layout: RecognizedScores, tables: Tables, findings: list[Issue]
) -> dict[str, int]:
    """Codes whose last year was the year before; one that ended earlier is refused."""
    out: dict[str, int] = {}
    subs = tables.sub_dimensions.set_index("code")
    for year in sorted(layout.columns):
        for code, place in layout.columns[year].items():
            if code not in subs.index:
                continue
            row = subs.loc[code]
            last = out.get(code, 9999 if pd.isna(row["year_to"]) else int(row["year_to"]))
            if year < row["year_from"]:
                first = int(row["year_from"])
                findings.append(problem("not_yet", place, measure=code, year=year, first=first))
            elif year == last + 1:
                out[code] = year
                findings.append(question("extended", place, measure=code, year=year, last=last))
            elif year > last:
                findings.append(problem("ended", place, measure=code, year=year, last=last))
    return out


def _check_columns(layout: RecognizedScores, measured: pd.DataFrame, tables: Tables) -> list[Issue]:
    """A sub-dimension that the year should have but has not; a dimension it cannot have."""
    out = []
    for year, columns in sorted(layout.columns.items()):
        place = next(iter(columns.values()), Location())
        wanted = measured.loc[measured["year"] == year]
        missing = [c for c in wanted["sub_dimension"] if c not in columns]
        if missing:
            codes = ",".join(missing)
            out.append(problem("column_missing", Location(place.sheet), year=year, measures=codes))
        strange = set(columns) & set(tables.dimensions["code"]) - set(wanted["dimension"])
        out += [problem("not_measured", columns[c], measure=c, year=year) for c in sorted(strange)]
    return out


def _check_ranges(cells: list[ScoreCell], measured: pd.DataFrame) -> list[Issue]:
    """Scores that cannot be: a sub-dimension has an equal share of its dimension's points."""
    size = measured.groupby(["year", "dimension"])["sub_dimension"].transform("size")
    share = (DIMENSION_MAX / size).to_numpy()
    most = dict(
        zip(zip(measured["year"], measured["sub_dimension"], strict=True), share, strict=True)
    )
    dims = measured.groupby("year")["dimension"].nunique().to_dict()
    out = []
    for cell in cells:
        top = (
            DIMENSION_MAX * dims.get(cell.year, 0)
            if cell.measure == TOTAL
            else most.get((cell.year, cell.measure), DIMENSION_MAX)
        )
        if not 0 < cell.score <= top + SUM_TOLERANCE:
            values = {"measure": cell.measure, "province": cell.province}
            out.append(problem("range", cell.place, score=cell.score, top=float(top), **values))
    return out


def _check_sums(cells: list[ScoreCell], measured: pd.DataFrame) -> list[Issue]:
    """A dimension must be the sum of its sub-dimensions, the total that of the dimensions."""
    inside: dict[int, dict[str, list[str]]] = {}
    for row in measured.itertuples(index=False):
        inside.setdefault(row.year, {}).setdefault(row.dimension, []).append(row.sub_dimension)
    rows: dict[tuple[int, str], dict[str, ScoreCell]] = {}
    for cell in cells:
        rows.setdefault((cell.year, cell.province), {})[cell.measure] = cell
    out = []
    for (year, _), own in rows.items():
        sums: dict[str, float] = {}
        for dimension, subs in inside.get(year, {}).items():
            if all(s in own for s in subs):
                sums[dimension] = sum(own[s].score for s in subs)
            if dimension in own:
                out += _check_sum(own[dimension], sums.get(dimension))
                sums[dimension] = own[dimension].score
        if TOTAL in own:
            whole = len(sums) == len(inside.get(year, {}))
            out += _check_sum(own[TOTAL], sum(sums.values()) if whole else None)
    return out


def _check_sum(cell: ScoreCell, parts: float | None) -> list[Issue]:
    values = {"province": cell.province, "measure": cell.measure, "score": cell.score}
    if parts is None:
        return [question("sum_open", cell.place, **values)]
    if abs(cell.score - parts) > SUM_TOLERANCE + 1e-9:
        return [problem("sum", cell.place, parts=float(parts), within=SUM_TOLERANCE, **values)]
    return []


def _check_duplicates(cells: list[ScoreCell]) -> list[Issue]:
    seen: set[tuple[int, str, str]] = set()
    out = []
    for cell in cells:
        key = (cell.year, cell.province, cell.measure)
        if key in seen:
            values = {"province": cell.province, "measure": cell.measure, "year": cell.year}
            out.append(problem("twice", cell.place, **values))
        seen.add(key)
    return out


def _scores_to_keep(cells: list[ScoreCell], tables: Tables) -> pd.DataFrame:
    """The sub-dimension scores as they would be kept; rounding changes no figure that is there."""
    rows = [
        (c.year, c.province, c.measure, round(c.score, _DECIMALS))
        for c in cells
        if "." in c.measure
    ]
    new = pd.DataFrame(rows, columns=[*KEY, "score"]).astype({"year": "int64", "score": float})
    new = new.merge(tables.scores.rename(columns={"score": "old"}), on=KEY, how="left")
    same = (new["score"] - new["old"]).abs() <= ROUNDING_TOLERANCE
    new["score"] = new["old"].where(same, new["score"])
    return new[[*KEY, "score"]].sort_values(KEY).reset_index(drop=True)


def _changed_scores(scores: pd.DataFrame, years: tuple[int, ...], tables: Tables) -> pd.DataFrame:
    """KEY, old, new of every figure that would change, of the years that are there."""
    there = tables.scores[tables.scores["year"].isin(years)]
    new = scores[scores["year"].isin(there["year"])]
    both = there.merge(new, on=KEY, how="outer", suffixes=("_old", "_new"))
    both = both.rename(columns={"score_old": "old", "score_new": "new"})
    differ = both["old"].ne(both["new"])
    return both.loc[differ, [*KEY, "old", "new"]].sort_values(KEY).reset_index(drop=True)


def _check_provinces(
    layout: RecognizedScores, scores: pd.DataFrame, measured: pd.DataFrame, tables: Tables
) -> list[Issue]:
    """Who is missing, who is there in part; too few to be these provinces is refused."""
    out: list[Issue] = []
    everyone = list(tables.provinces["code"])
    there = tables.scores.groupby(["year", "province"])["sub_dimension"].agg(set).to_dict()
    rows = {(c.year, c.province): Location(c.place.sheet, c.place.row) for c in layout.cells}
    for year in sorted(layout.columns):
        wanted = set(measured.loc[measured["year"] == year, "sub_dimension"])
        sheet = next(iter(layout.columns[year].values()), Location()).sheet
        own = scores[scores["year"] == year].groupby("province")["sub_dimension"].agg(set)
        whole = [p for p in everyone if own.get(p, set()) >= wanted]
        if len(whole) < _MIN_PROVINCES:
            few: dict[str, Any] = {"year": year, "n": len(whole), "all": len(everyone)}
            out.append(problem("few", Location(sheet), **few))
            continue
        absent = [p for p in everyone if p not in own.index]
        if absent:
            names = ",".join(absent)
            out.append(note("absent", year=year, n=len(absent), provinces=names))
        for province in everyone:
            if province in own.index and province not in whole:
                values = {"province": province, "year": year, "n": len(own[province])}
                known = there.get((year, province), set()) == own[province]
                tell = note if known else question
                gone = ", ".join(sorted(wanted - own[province]))
                out.append(
                    tell("partial", rows[year, province], **values, all=len(wanted), gone=gone)
                )
    return out


def _check_unusual(read: IngestResult, layout: RecognizedScores, tables: Tables) -> list[Issue]:
    """Steps, medians and scores beyond anything seen in the years that the data had before."""
    places = {(c.year, c.province, c.measure): c.place for c in layout.cells}
    touched = {*read.added, *(int(y) for y in read.changes["year"])}
    after = apply_result(read, tables)
    old = compute_positions(tables.scores, tables.sub_dimensions, tables.provinces)
    new = compute_positions(after.scores, after.sub_dimensions, after.provinces)
    out: list[Issue] = []
    listed = set(zip(after.breaks["sub_dimension"], after.breaks["year"], strict=True))
    for row in median_jumps(new).itertuples(index=False):
        if row.year in touched and (row.sub_dimension, row.year) not in listed:
            values = {"measure": row.sub_dimension, "year": int(row.year)}
            place = layout.columns.get(int(row.year), {}).get(row.sub_dimension, Location())
            # In the project's own layout no column is the measure's, so the sheet.
            place = Location(place.sheet) if place.row else place
            out.append(question("median", place, step=abs(float(row.step)), **values))
    seen = (
        compute_yearly_changes(old, tables.breaks)
        .groupby("measure")["gain"]
        .agg(lambda g: g.abs().max())
    )
    steps = compute_yearly_changes(new, after.breaks)
    most = steps["measure"].map(seen)
    after_touched = steps["year"].isin(touched) | (steps["year"] - 1).isin(touched)
    far = steps[after_touched & (steps["gain"].abs() > most + ROUNDING_TOLERANCE)]
    for row in far.sort_values(["year", "measure", "province"]).itertuples(index=False):
        values = {"province": row.province, "measure": row.measure, "year": int(row.year)}
        both: dict[str, Any] = {"start": float(row.start), "end": float(row.end)}
        # The year after the file's is compared with the file's own cell.
        ends_at = places.get((int(row.year), row.province, row.measure))
        place = ends_at or places.get((int(row.year) - 1, row.province, row.measure), Location())
        out.append(question("step", place, most=float(seen[row.measure]), **values, **both))
    ends = tables.scores.groupby("sub_dimension")["score"].agg(["min", "max"])
    fresh = read.scores[read.scores["year"].isin(touched)].merge(
        tables.scores, on=KEY, how="left", suffixes=("", "_old")
    )
    fresh = fresh[fresh["score"].ne(fresh["score_old"])].join(ends, on="sub_dimension")
    beyond = (fresh["score"] < fresh["min"]) | (fresh["score"] > fresh["max"])
    for row in fresh[beyond].itertuples(index=False):
        values = {"province": row.province, "measure": row.sub_dimension, "year": row.year}
        low, high = float(row.min), float(row.max)
        place = places[row.year, row.province, row.sub_dimension]
        out.append(question("beyond", place, score=float(row.score), low=low, high=high, **values))
    return out

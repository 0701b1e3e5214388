"""Checks of the scores of a file against each other and against the present data.

Nothing is repaired: what contradicts itself is a problem, what is new to the data a question.
"""

from dataclasses import dataclass, replace

import pandas as pd

from lib.datasets.tables import Tables, Units, years_of_units
from lib.ingest.comparisons.column_faults import name_column_faults
from lib.ingest.comparisons.indicators import add_indicators
from lib.ingest.comparisons.margins import read_margins
from lib.ingest.comparisons.present_scores import (
    check_year_of_content,
    compare_with_present,
    name_year_of_scores,
)
from lib.ingest.comparisons.printed_sums import keep_printed_sums
from lib.ingest.comparisons.profiles import check_places_of_present
from lib.ingest.comparisons.ranges_and_sums import (
    check_duplicates,
    check_ranges,
    check_sums,
    set_apart_sentinels,
)
from lib.ingest.comparisons.rounding import find_rounding, rounding_error
from lib.ingest.issues import (
    PROBLEM,
    STORED_DECIMALS,
    Issue,
    IssueCode,
    note,
    problem,
    question,
    with_units,
)
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.plausibility import ROUNDING_TOLERANCE, check_plausibility
from lib.ingest.result import KEY, IngestResult, extend_sub_dimensions, refused_result
from lib.stats.ranking import measured_sub_dimensions
from lib.stats.sampling.standard_errors import rounding_of

# Provinces with all scores that a year must have at least, by list; of the 63, more than the 34.
_MIN_PROVINCES: dict[Units, int] = {"63": 35, "34": 18}
_NO_LAST_YEAR = 9999
_MISSING: set[IssueCode] = {"few", "column_missing"}  # what a year lacks


def check_scores(
    recognized: RecognizedScores, file: str, tables: Tables, confirmed_year: int | None = None
) -> IngestResult:
    """All checks, in the order in which a reader wants to hear of them.

    Args:
        recognized: the scores of the file and the issues so far.
        file: its name.
        tables: the present data.
        confirmed_year: the newest year of the file as somebody has said.

    Returns:
        the scores as they would be stored with all issues; no scores where there is a problem.
    """
    recognized, issues = _without_sentinels(recognized)
    compared = [year for part in recognized.compared for year in part.columns]
    years = tuple(sorted({*recognized.columns, *compared}))
    if not years:
        return refused_result(file, tuple(issues))
    found = _check_figures(recognized, tables)
    measured = found.measured
    issues += found.issues
    if any(issue.kind == PROBLEM for issue in issues):
        # A sum without one of its parts is a question only once the parts are right.
        issues = [issue for issue in issues if issue.code != "sum_open"]
        issues = name_year_of_scores(issues, recognized, tables)
        return refused_result(file, _blame_hidden(issues), years)
    new = _new_scores(recognized.cells)
    issues += check_year_of_content(recognized, tables, confirmed_year)
    if any(issue.kind == PROBLEM for issue in issues):
        return refused_result(file, tuple(issues), years)
    issues += with_units(_check_provinces(recognized, new, measured, tables), recognized.units)
    for year in set(new["year"]) & set(tables.scores["year"]):
        present = tables.scores[tables.scores["year"] == year]
        of_year = new[new["year"] == year]
        places = check_places_of_present(of_year, present, year, recognized)
        issues += with_units(places, recognized.units)
    kept = _years_kept(found.decimals, tables)
    issues = [issue for issue in issues if not _is_told_with_kept(issue, kept)]
    scores, rounded_issues = _scores_to_store(new, years, recognized, kept, tables)
    issues += rounded_issues
    for part in recognized.compared:
        issues += compare_with_present(part, tables)
    printed, printed_issues = keep_printed_sums(
        recognized, scores, found.measured, set(kept), file, tables
    )
    extras, margin_issues = read_margins(recognized, scores, found.measured, printed, tables)
    if not printed.equals(tables.printed_scores):
        extras = {**extras, "printed_scores": printed}
    issues += with_units([*margin_issues, *printed_issues], recognized.units)
    result = IngestResult(
        file,
        years,
        tuple(year for year in years if year not in set(tables.scores["year"])),
        scores,
        _changed_scores(scores, tables),
        found.extended,
        tuple(issues),
        recognized.units,
        extras,
    )
    if not result.usable:
        return refused_result(file, _blame_hidden(issues), years)
    result = add_indicators(result, recognized, tables)
    if result.scores_unchanged:
        return result
    unusual = with_units(check_plausibility(result, recognized, tables), recognized.units)
    result = replace(result, issues=(*result.issues, *unusual))
    return result if result.usable else refused_result(file, result.issues, years)


def _blame_hidden(issues: list[Issue]) -> tuple[Issue, ...]:
    """The issues of a refused file; what is missing because it is hidden is to be unhidden."""
    hidden = [issue for issue in issues if issue.code == "hidden"]
    missing = [issue for issue in issues if issue.code in _MISSING]
    if not hidden or not missing:
        return tuple(issues)
    others = [issue for issue in issues if issue not in (*hidden, *missing)]
    return (*(replace(issue, kind=PROBLEM) for issue in hidden), *others)


def _without_sentinels(recognized: RecognizedScores) -> tuple[RecognizedScores, list[Issue]]:
    """The scores without numbers that stand for "no data", and the issues so far with questions."""
    cells, questions = set_apart_sentinels(recognized.cells)
    compared = [
        replace(part, cells=set_apart_sentinels(part.cells)[0]) for part in recognized.compared
    ]
    issues = [*recognized.issues, *with_units(questions, recognized.units)]
    return replace(recognized, cells=cells, compared=compared), issues


@dataclass(frozen=True, eq=False)
class _Figures:
    """What the checks of the figures against each other give.

    Attributes:
        issues: what they found.
        extended: see ``IngestResult``.
        measured: year, dimension, sub_dimension of all that is measured.
        decimals: to which the scores of each year are rounded; a year with full figures is not in.
    """

    issues: list[Issue]
    extended: dict[str, int]
    measured: pd.DataFrame
    decimals: dict[int, int]


def _check_figures(recognized: RecognizedScores, tables: Tables) -> _Figures:
    """The years, columns, ranges and sums of a file."""
    issues = _check_years(recognized, tables)
    extended, extension_issues = _check_extended(recognized, tables)
    sub_dimensions = extend_sub_dimensions(tables.sub_dimensions, extended)
    measured = measured_sub_dimensions(sub_dimensions, sorted(recognized.columns))
    decimals, rounding_issues = find_rounding(recognized)
    issues += extension_issues
    issues += _check_columns(recognized, measured, tables)
    # A dimension with a part that is not measured in the year cannot be the sum of the others.
    not_measured = [i for i in extension_issues if i.kind == PROBLEM]
    no_sums = {str(dict(i.values)["measure"]).partition(".")[0] for i in not_measured}
    # Whole numbers are refused as such; nothing else of them can be checked.
    cells = [cell for cell in recognized.cells if decimals.get(cell.year) != 0]
    sums = check_sums(cells, measured, decimals)
    sums = [issue for issue in sums if dict(issue.values).get("measure") not in no_sums]
    figures = [
        *check_ranges(cells, measured, decimals),
        *name_column_faults(cells, measured, decimals, sums),
        *check_duplicates(recognized.cells),
    ]
    issues += with_units([*rounding_issues, *figures], recognized.units)
    return _Figures(issues, extended, measured, decimals)


def _check_years(recognized: RecognizedScores, tables: Tables) -> list[Issue]:
    """Years before the first, after a gap, or of the 34 provinces by ``data/vintages.csv``."""
    present = {int(year) for year in tables.scores["year"].unique()}
    first, last = min(present), max(present)
    of_63 = present - tables.years_of_34
    since, until = years_of_units(tables.vintages, "34")
    issues = []
    for year in sorted(recognized.columns):
        location = recognized.sheet_of_year(year)
        if year < first:
            issues.append(problem("year_early", location, year=year, first=first))
        if year > last and year - 1 not in present and year - 1 not in recognized.columns:
            issues.append(question("year_gap", location, year=year, before=year - 1))
        if recognized.units.get(year) == "34":
            if year in of_63:
                issues.append(problem("year_of_63", location, year=year))
            elif not since <= year <= until:
                issues.append(problem("year_before_34", location, year=year, since=since))
        elif since <= year <= until and year not in of_63:
            issues.append(question("year_of_34", location, year=year, since=since))
    return issues


def _check_extended(
    recognized: RecognizedScores, tables: Tables
) -> tuple[dict[str, int], list[Issue]]:
    """Sub-dimensions in a year in which they are not measured on record.

    Returns:
        the new last year, by code, of those whose last year was the year before, and a question
        of each; a problem of each other.
    """
    extended: dict[str, int] = {}
    issues = []
    sub_dimensions = tables.sub_dimensions.set_index("code")
    for year in sorted(recognized.columns):
        for code, location in recognized.columns[year].items():
            if code not in sub_dimensions.index:
                continue
            row = sub_dimensions.loc[code]
            last = _NO_LAST_YEAR if pd.isna(row["year_to"]) else int(row["year_to"])
            last = extended.get(code, last)
            values = {"measure": code, "year": year}
            if year < row["year_from"]:
                first = int(row["year_from"])
                issues.append(problem("not_yet", location, **values, first=first))
            elif year == last + 1:
                extended[code] = year
                issues.append(question("extended", location, **values, last=last))
            elif year > last:
                issues.append(problem("ended", location, **values, last=last))
    return extended, issues


def _check_columns(
    recognized: RecognizedScores, measured: pd.DataFrame, tables: Tables
) -> list[Issue]:
    """Sub-dimensions that a year should have but has not; dimensions that it cannot have."""
    issues = []
    renamed = {
        (dict(issue.values)["year"], dict(issue.values)["measure"])
        for issue in recognized.issues
        if issue.code == "header_renamed"
    }
    for year, columns in sorted(recognized.columns.items()):
        expected = measured.loc[measured["year"] == year]
        missing = [c for c in expected["sub_dimension"] if c not in columns]
        missing = [code for code in missing if (year, code) not in renamed]
        if missing:
            location = recognized.sheet_of_year(year)
            values = {"year": year, "measures": ",".join(missing)}
            issues.append(problem("column_missing", location, **values))
        unexpected = set(columns) & set(tables.dimensions["code"]) - set(expected["dimension"])
        for code in sorted(unexpected):
            issues.append(problem("not_measured", columns[code], measure=code, year=year))
    return issues


def _new_scores(cells: list[ScoreCell]) -> pd.DataFrame:
    """The scores of sub-dimensions in a file: KEY, score (points)."""
    rows = [
        (c.year, c.province, c.measure, round(c.score, STORED_DECIMALS))
        for c in cells
        if "." in c.measure
    ]
    return pd.DataFrame(rows, columns=[*KEY, "score"]).astype({"year": "int64", "score": float})


def _years_kept(decimals: dict[int, int], tables: Tables) -> dict[int, int]:
    """The decimals of the rounded years of a file that the data have with more decimals."""
    out = {}
    for year, n in decimals.items():
        present = tables.scores.loc[tables.scores["year"] == year, "score"].to_numpy(float)
        if len(present) and 2 * rounding_of(present) < rounding_error(year, decimals):
            out[year] = n
    return out


def _is_told_with_kept(issue: Issue, kept: dict[int, int]) -> bool:
    """Whether an issue says only what the note on a year that is kept says too."""
    return issue.code == "rounded" and dict(issue.values)["year"] in kept


def _scores_to_store(
    new: pd.DataFrame,
    years: tuple[int, ...],
    recognized: RecognizedScores,
    kept: dict[int, int],
    tables: Tables,
) -> tuple[pd.DataFrame, list[Issue]]:
    """The scores as they would be stored: KEY, score (points); a present score is never taken away.

    A present score that differs by rounding alone stays, and in a year ``kept`` every present
    score: rounded and full figures are not mixed.
    """
    present = tables.scores[tables.scores["year"].isin(years)]
    issues: list[Issue] = []
    for year in sorted(kept):
        part = RecognizedScores(
            [cell for cell in recognized.cells if cell.year == year], units=recognized.units
        )
        part.columns = {year: recognized.columns[year]}
        issues.append(note("rounded_kept", year=year, decimals=kept[year]))
        issues += compare_with_present(part, tables)
    both = present.merge(new[~new["year"].isin(kept)], on=KEY, how="outer", suffixes=("", "_new"))
    same = (both["score"] - both["score_new"]).abs() <= ROUNDING_TOLERANCE
    scores = both["score_new"].where(both["score_new"].notna() & ~same, both["score"])
    return both.assign(score=scores)[[*KEY, "score"]].sort_values(KEY, ignore_index=True), issues


def _changed_scores(scores: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """KEY, old, new of every score that would change in the years that the data have."""
    present = tables.scores
    new = scores[scores["year"].isin(present["year"])]
    both = new.merge(present, on=KEY, how="left", suffixes=("_new", "_old"))
    both = both.rename(columns={"score_old": "old", "score_new": "new"})
    differ = both["old"].ne(both["new"])
    return both.loc[differ, [*KEY, "old", "new"]].sort_values(KEY).reset_index(drop=True)


def _check_provinces(
    recognized: RecognizedScores, scores: pd.DataFrame, measured: pd.DataFrame, tables: Tables
) -> list[Issue]:
    """Provinces that are missing or there in part; too few of them are a problem."""
    issues: list[Issue] = []
    present = tables.scores[tables.scores["year"].isin(recognized.columns)]
    present_codes = present.groupby(["year", "province"])["sub_dimension"].agg(set).to_dict()
    locations = {(c.year, c.province): c.location for c in recognized.cells}
    for year in sorted(recognized.columns):
        units = recognized.units.get(year, "63")
        provinces = list((tables.successors if units == "34" else tables.provinces)["code"])
        expected = set(measured.loc[measured["year"] == year, "sub_dimension"])
        codes = scores[scores["year"] == year].groupby("province")["sub_dimension"].agg(set)
        complete = [p for p in provinces if codes.get(p, set()) >= expected]
        if len(complete) < _MIN_PROVINCES[units]:
            counts = {"year": year, "n": len(complete), "all": len(provinces)}
            issues.append(problem("few", recognized.sheet_of_year(year), **counts))
            continue
        absent = [p for p in provinces if p not in codes.index]
        issues += _check_absent(year, absent, recognized, tables)
        for province in provinces:
            if province not in codes.index or province in complete:
                continue
            n, missing = len(codes[province]), ", ".join(sorted(expected - codes[province]))
            values = {"province": province, "year": year, "n": n, "all": len(expected)}
            as_in_data = present_codes.get((year, province), set()) == codes[province]
            partial_issue = note if as_in_data else question
            location = locations[year, province].line()
            issues.append(partial_issue("partial", location, **values, gone=missing))
    return issues


def _check_absent(
    year: int, absent: list[str], recognized: RecognizedScores, tables: Tables
) -> list[Issue]:
    """Provinces without scores: a note, and a question where they were published before.

    Before is the same year where the data have it, else the newest before; the 34 were published
    where any of their members was.
    """
    years = sorted(int(y) for y in tables.scores["year"].unique() if y <= year)
    before = (
        set(tables.scores.loc[tables.scores["year"] == years[-1], "province"]) if years else set()
    )
    by_members = recognized.units.get(year) == "34" and bool(years)
    by_members = by_members and years[-1] not in tables.years_of_34
    if by_members:
        is_member = tables.mergers["province"].isin(before)
        before = set(tables.mergers.loc[is_member, "successor"])
    issues = []
    if absent:
        issues.append(note("absent", year=year, n=len(absent), provinces=",".join(absent)))
    for province in absent:
        if province in before:
            is_named = (year, province) in recognized.rows
            code: IssueCode = "empty_row" if is_named else "no_row"
            if by_members:
                code = "empty_row_34" if is_named else "no_row_34"
            location = recognized.sheet_of_year(year)
            values = {"province": province, "year": year, "before": years[-1]}
            issues.append(question(code, location, **values))
    return issues

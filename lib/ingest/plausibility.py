"""Figures beyond anything in the data so far: each is asked about, none is refused."""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.comparisons.lone_columns import check_lone_columns
from lib.ingest.comparisons.profiles import check_places
from lib.ingest.issues import Issue, IssueCode, Location, question
from lib.ingest.layouts.shared import RecognizedScores
from lib.ingest.limits import check_time
from lib.ingest.result import KEY, IngestResult, apply_result
from lib.stats.mergers import estimate_scores
from lib.stats.ranking import compute_positions
from lib.stats.sampling.standard_errors import rounding_of
from lib.stats.yearly_changes import compute_yearly_changes, median_jumps

ROUNDING_TOLERANCE = 1e-6  # points; a smaller difference is rounding

_CellLocations = dict[tuple[int, str, str], Location]  # by year, province, measure


def check_plausibility(
    result: IngestResult, recognized: RecognizedScores, tables: Tables
) -> list[Issue]:
    """Jumps of a median, changes in one year and scores beyond those of the present data.

    Args:
        result: the scores of the file; only years that it adds or changes are checked.
        recognized: where each of them stands in the file.
        tables: the present data.
    """
    of_34 = {year for year in result.years if result.units.get(year) == "34"}
    years = {*result.added_years, *(int(y) for y in result.changes["year"])} - of_34
    after = apply_result(result, tables)
    is_of_34 = after.scores["year"].isin(after.years_of_34)
    of_63 = after.scores[~is_of_34]
    # All that the years compare with, or for a file of the 34 what is in the data anyway.
    compared = {year + step for year in years for step in (-1, 0, 1)}
    is_compared = of_63["year"].isin(compared) if years else of_63["year"] > 0
    after_63 = replace(after, scores=of_63[is_compared])
    positions = compute_positions(
        after_63.scores, after.sub_dimensions, after.provinces, after.printed_scores
    )
    locations = {(c.year, c.province, c.measure): c.location for c in recognized.cells}
    issues = [
        *_check_medians(positions, years, recognized, after),
        *_check_yearly_changes(positions, years, locations, tables, after),
        *_check_extremes(result, years | of_34, locations, tables),
    ]
    for year in result.added_years:
        check_time()
        before = _scores_before(year, year in of_34, after)
        if before is None:
            continue
        new = result.scores[result.scores["year"] == year]
        places = check_places(new, before, year, recognized, after.mergers)
        issues += places
        if all(issue.code != "shifted" for issue in places):
            issues += check_lone_columns(new, before, year, recognized)
        if year in of_34 and year - 1 in set(after.scores["year"]):
            issues += _check_changes_of_34(new, before, year, locations, tables)
    return issues


def _scores_before(year: int, is_of_34: bool, after: Tables) -> pd.DataFrame | None:
    """The scores of the newest year before by the same list; of the 34, else members' estimates.

    Returns:
        province, sub_dimension, score (points); None where there is no such year.
    """
    new_years = after.years_of_34
    before = after.scores[after.scores["year"] < year]
    is_of_new = before["year"].isin(new_years)
    before = before[is_of_new] if is_of_34 and is_of_new.any() else before[~is_of_new]
    if before.empty:
        return None
    before = before[before["year"] == before["year"].max()]
    if is_of_34 and int(before["year"].iloc[0]) not in new_years:
        named = before.rename(columns={"sub_dimension": "measure"})
        return estimate_scores(named, after.mergers).rename(columns={"measure": "sub_dimension"})
    return before


def _check_changes_of_34(
    new: pd.DataFrame, before: pd.DataFrame, year: int, locations: _CellLocations, tables: Tables
) -> list[Issue]:
    """Scores of the 34 further from the year before than any province of the 63 ever moved."""
    both = new.merge(
        before[["province", "sub_dimension", "score"]], on=KEY[1:], suffixes=("", "_b")
    )
    present = tables.scores[~tables.scores["year"].isin(tables.years_of_34)]
    moved = present.merge(
        present.assign(year=present["year"] + 1), on=KEY, suffixes=("", "_before")
    )
    largest = (moved["score"] - moved["score_before"]).abs().groupby(moved["sub_dimension"]).max()
    most = both["sub_dimension"].map(largest)
    issues = []
    for row in both[(both["score"] - both["score_b"]).abs() > most].itertuples(index=False):
        key = (year, row.province, row.sub_dimension)
        issues.append(_step_question("step_34", key, (row.score_b, row.score), largest, locations))
    return issues


def _step_question(
    code: IssueCode,
    key: tuple[int, str, str],
    scores: tuple[float, float],
    largest: pd.Series,
    locations: _CellLocations,
) -> Issue:
    """A question about a change that is larger than any known one.

    Args:
        key: year, province and measure.
        scores: of the year before and of the year.
        largest: change ever seen, by measure (points).
    """
    year, province, measure = key
    # The year after one of the file's is compared with a cell of the file.
    location = locations.get(key) or locations.get((year - 1, province, measure), Location())
    values: dict[str, Any] = {"province": province, "measure": measure, "year": year}
    start, end = map(float, scores)
    return question(code, location, most=float(largest[measure]), start=start, end=end, **values)


def _check_medians(
    positions: pd.DataFrame, years: set[int], recognized: RecognizedScores, after: Tables
) -> list[Issue]:
    """National medians that jump without a break on record."""
    issues = []
    breaks = set(zip(after.breaks["sub_dimension"], after.breaks["year"], strict=True))
    for row in median_jumps(positions).itertuples(index=False):
        year, code = int(row.year), row.sub_dimension
        if year not in years or (code, row.year) in breaks:
            continue
        location = recognized.columns.get(year, {}).get(code, Location())
        if location.row:  # the first row of the measure, in a layout without a column for it
            location = Location(location.sheet)
        step = abs(float(row.step))
        issues.append(question("median", location, step=step, measure=code, year=year))
    return issues


def _check_yearly_changes(
    positions: pd.DataFrame,
    years: set[int],
    locations: _CellLocations,
    tables: Tables,
    after: Tables,
) -> list[Issue]:
    """Changes in one year, to or from one of ``years``, larger than any of the same measure."""
    of_63 = tables.scores[~tables.scores["year"].isin(tables.years_of_34)]
    present = compute_positions(
        of_63, tables.sub_dimensions, tables.provinces, tables.printed_scores
    )
    present_gains = compute_yearly_changes(present, tables.breaks).groupby("measure")["gain"]
    largest = present_gains.agg(lambda gains: gains.abs().max())
    changes = compute_yearly_changes(positions, after.breaks)
    affected = changes["year"].isin(years) | (changes["year"] - 1).isin(years)
    # Where no two years follow each other there are no changes, and the empty column is text.
    limits = changes["measure"].map(largest).astype(float) + ROUNDING_TOLERANCE
    unusual = changes[affected & (changes["gain"].abs() > limits)]
    issues = []
    for row in unusual.sort_values(["year", "measure", "province"]).itertuples(index=False):
        key = (int(row.year), row.province, row.measure)
        issues.append(_step_question("step", key, (row.start, row.end), largest, locations))
    return issues


def _check_extremes(
    result: IngestResult, years: set[int], locations: _CellLocations, tables: Tables
) -> list[Issue]:
    """New scores below the lowest or above the highest of their sub-dimension so far."""
    scores = result.scores[result.scores["year"].isin(years)]
    scores = scores.merge(tables.scores, on=KEY, how="left", suffixes=("", "_present"))
    scores = scores[scores["score"].ne(scores["score_present"])]
    ranges = tables.scores.groupby("sub_dimension")["score"].agg(["min", "max"])
    scores = scores.join(ranges, on="sub_dimension")
    by_year = result.scores.groupby("year")["score"]
    rounding = {year: rounding_of(of_year.to_numpy(float)) for year, of_year in by_year}
    within = scores["year"].map(rounding).astype(float)
    lowest, highest = scores["min"] - within, scores["max"] + within
    beyond = (scores["score"] < lowest) | (scores["score"] > highest)
    issues = []
    for row in scores[beyond].itertuples(index=False):
        values: dict[str, Any] = {
            "score": float(row.score),
            "low": float(row.min),
            "high": float(row.max),
            "province": row.province,
            "measure": row.sub_dimension,
            "year": row.year,
        }
        location = locations.get((row.year, row.province, row.sub_dimension), Location())
        issues.append(question("beyond", location, **values))
    return issues

"""The published scores and what follows from them, computed once more from the CSV files.

Neither pandas nor anything of lib.stats takes part, so that a number in a text has come about in
two independent ways.
"""

import csv
import math
import re
from functools import cache

from lib.common.paths import ROOT

TOTAL = "total"
FIRST_YEAR_OF_80 = 2018  # the first year with totals out of 80; changes since then give the badges


def _rows(path):
    with open(ROOT / path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _points():
    """Published scores by year, province and sub-dimension."""
    return {
        (int(r["year"]), r["province"], r["sub_dimension"]): float(r["score"])
        for r in _rows("data/scores.csv")
    }


@cache
def years():
    return sorted({year for year, _, _ in _points()})


@cache
def provinces():
    return {r["code"]: r for r in _rows("data/provinces.csv")}


@cache
def neighbours(province):
    table = _rows("geo/neighbours.csv")
    return sorted({r["neighbour"] for r in table if r["province"] == province})


@cache
def sub_dimensions(year, dimension=""):
    return [
        r["code"]
        for r in _rows("data/sub_dimensions.csv")
        if int(r["year_from"]) <= year <= int(r["year_to"] or 9999)
        and r["code"].startswith(dimension)
    ]


def dimensions(year):
    return sorted({code[0] for code in sub_dimensions(year)})


@cache
def scores(year, measure=TOTAL):
    """Points by province; only of provinces in which every part is published."""
    parts = [measure]
    if "." not in measure:
        parts = sub_dimensions(year, "" if measure == TOTAL else measure)
    out = {}
    for province in provinces():
        points = [_points().get((year, province, part)) for part in parts]
        if None not in points:
            out[province] = round(sum(points), 6)
    return out


def rank(year, province, measure=TOTAL, among=None):
    table = scores(year, measure)
    return 1 + sum(s > table[province] for p, s in table.items() if among is None or p in among)


def percentile(year, province, measure):
    """The fraction of provinces at or below the province."""
    table = scores(year, measure)
    return sum(s <= table[province] for s in table.values()) / len(table)


def quantile(values, at):
    """The quantile ``at`` with linear interpolation."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * at
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (place - low) * (ordered[high] - ordered[low]), 9)


def group(year, province):
    score, table = scores(year)[province], scores(year).values()
    return 1 + sum(score < quantile(table, at) - 1e-9 for at in (0.25, 0.5, 0.75))


def scored_in_region(year, province):
    """The provinces of the region that have a total."""
    region = provinces()[province]["region"]
    return [p for p in scores(year) if provinces()[p]["region"] == region]


def known_in_region(year, province):
    """How many provinces of the region have a total, and of how many; [] where all have one."""
    region = provinces()[province]["region"]
    scored = len(scored_in_region(year, province))
    every = sum(row["region"] == region for row in provinces().values())
    return [] if scored == every else [str(scored), str(every)]


def previous_year(year, province):
    """The previous year with a total out of the same maximum, or None."""
    before = [y for y in years() if y < year and province in scores(y)]
    return before[-1] if before and len(dimensions(before[-1])) == len(dimensions(year)) else None


@cache
def comparing_parts(first, last):
    """The sub-dimensions that compare between two years."""
    broken = {
        r["sub_dimension"] for r in _rows("data/breaks.csv") if first < int(r["year"]) <= last
    }
    return sorted(set(sub_dimensions(first)) & set(sub_dimensions(last)) - broken)


@cache
def gap_changes(year, on_parts=True):
    """Start and change of the total's distance to the national median into a year, by province.

    Args:
        year: the later of the two years.
        on_parts: whether to compare only what compares.
    """
    old, new = scores(year - 1), scores(year)
    both = [p for p in new if p in old]
    parts = comparing_parts(year - 1, year)
    if on_parts and len(parts) < len(sub_dimensions(year)):
        old, new = (
            {p: sum(_points()[y, p, part] for part in parts) for p in both}
            for y in (year - 1, year)
        )
    start, end = (quantile(table.values(), 0.5) for table in (old, new))
    return {p: (old[p] - start, (new[p] - end) - (old[p] - start)) for p in both}


def _change_years(until):
    """The years up to ``until`` whose totals have the same maximum as the year before."""
    pairs = zip(years(), years()[1:], strict=False)
    return [y for x, y in pairs if y <= until and len(dimensions(x)) == len(dimensions(y))]


@cache
def expected_change(until):
    """Intercept and slope of changes on starting gaps up to a year, by least squares."""
    rows = [row for y in _change_years(until) for row in gap_changes(y).values()]
    mean_x, mean_y = (sum(values) / len(rows) for values in zip(*rows, strict=True))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in rows)
    slope /= sum((x - mean_x) ** 2 for x, _ in rows)
    return mean_y - slope * mean_x, slope


@cache
def residuals(until):
    """Changes since 2018 less the expected ones: by year and province."""
    intercept, slope = expected_change(until)
    return {
        (y, p): change - intercept - slope * gap
        for y in _change_years(until)
        if y > FIRST_YEAR_OF_80
        for p, (gap, change) in gap_changes(y).items()
    }


@cache
def score_spread(year):
    """How far off four of five scores are: from pairs of changes in a row that turn back."""
    of_80 = year >= FIRST_YEAR_OF_80
    products, n, cells = 0.0, 0, 0
    for y in _change_years(years()[-1]):
        if y - 1 not in _change_years(y) or (y - 1 > FIRST_YEAR_OF_80) != of_80:
            continue
        before, after = gap_changes(y - 1, False), gap_changes(y, False)
        pairs = [(before[p][1], after[p][1]) for p in after if p in before]
        means = [sum(values) / len(pairs) for values in zip(*pairs, strict=True)]
        products += sum((x - means[0]) * (z - means[1]) for x, z in pairs)
        n, cells = n + len(pairs), cells + 1
    return 1.2815515655 * math.sqrt(-products / (n - cells))


@cache
def threshold_moves(until):
    """The 10th and 90th percentile of past moves of the thresholds; None with too few years."""
    moves = sorted(
        quantile(scores(y).values(), at) - quantile(scores(y - 1).values(), at)
        for y in _change_years(until)
        for at in (0.25, 0.5, 0.75)
    )
    if len(_change_years(until)) < 5:
        return None

    def expected_place(at):
        place = min(max(at * (len(moves) + 1) - 1, 0), len(moves) - 1)
        low = math.floor(place)
        return moves[low] + (place - low) * (moves[min(low + 1, len(moves) - 1)] - moves[low])

    return expected_place(0.1), expected_place(0.9)


def needed_as_thresholds_move(year, province):
    """From how many points to how many the next group up takes, as they are written; or none."""
    needed = [needed_if_others_stay(year, province) + move for move in threshold_moves(year) or ()]
    return [format_number(points, 1) if points >= 0.05 else "0" for points in needed]


def needed_if_others_stay(year, province):
    """Points to the next group up, whose threshold moves with the province itself."""
    others = [score for code, score in scores(year).items() if code != province]
    at = {4: 0.25, 3: 0.5, 2: 0.75}[group(year, province)]
    # The least total that reaches its own threshold.
    reached = min(s for s in others if s >= quantile([*others, s], at) - 1e-9)
    return reached - scores(year)[province]


def format_number(value, decimals=2, sign=False):
    text = f"{abs(value):.{decimals}f}".replace(".", ",")
    if value < 0 and float(text.replace(",", ".")):
        return f"−{text}"
    return f"+{text}" if sign and float(text.replace(",", ".")) else text


def format_distance(points):
    """With as many decimals as keep it from reading 0."""
    size = abs(points)
    return format_number(size, next((d for d in range(2, 7) if round(size, d) > 0), 2))


def numbers_in(text):
    """Every number in a text, in order, as written."""
    return re.findall(r"[−+±]?\d+(?:[.,]\d+)*%?", text)

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


def previous_year(year, province):
    """The previous year with a total out of the same maximum, or None."""
    before = [y for y in years() if y < year and province in scores(y)]
    return before[-1] if before and len(dimensions(before[-1])) == len(dimensions(year)) else None


@cache
def yearly_changes(until):
    """Distances of one-year changes of the total from the median change of their year.

    Returns:
        All distances up to ``until``, sorted, and those of ``until`` by province.
    """
    sizes, of_last_year = [], {}
    for year in range(FIRST_YEAR_OF_80 + 1, until + 1):
        old, new = scores(year - 1), scores(year)
        gains = {p: new[p] - old[p] for p in new if p in old}
        median = quantile(gains.values(), 0.5)
        of_last_year = {p: abs(g - median) for p, g in gains.items()}
        sizes += of_last_year.values()
    return sorted(sizes), of_last_year


def score_uncertainty(year):
    """The 80th percentile of these distances, for one of the two scores of a change."""
    sizes, _ = yearly_changes(year)
    return sizes[len(sizes) - math.ceil(0.2 * len(sizes) - 1e-9)] / math.sqrt(2)


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

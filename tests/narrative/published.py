"""The published scores once more, straight from the CSV files: no pandas, nothing of lib/stats.

Tests hold the sentences against these, so a number in a text has come about in two ways.
"""

import csv
import math
import re
from functools import cache

from lib.common.paths import ROOT

TOTAL = "total"
SINCE = 2018  # the first year out of 80; movements from then on judge a change


def _rows(path):
    with open(ROOT / path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _points():
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
def subs(year, dimension=""):
    return [
        r["code"]
        for r in _rows("data/sub_dimensions.csv")
        if int(r["year_from"]) <= year <= int(r["year_to"] or 9999)
        and r["code"].startswith(dimension)
    ]


def dims(year):
    return sorted({code[0] for code in subs(year)})


@cache
def scores(year, measure=TOTAL):
    """Points by province; only where every part is published."""
    parts = [measure] if "." in measure else subs(year, "" if measure == TOTAL else measure)
    out = {}
    for province in provinces():
        own = [_points().get((year, province, part)) for part in parts]
        if None not in own:
            out[province] = round(sum(own), 6)
    return out


def rank(year, province, measure=TOTAL, among=None):
    table = scores(year, measure)
    return 1 + sum(s > table[province] for p, s in table.items() if among is None or p in among)


def share(year, province, measure):
    table = scores(year, measure)
    return sum(s <= table[province] for s in table.values()) / len(table)


def cut(values, at):
    ordered = sorted(values)
    place = (len(ordered) - 1) * at
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (place - low) * (ordered[high] - ordered[low]), 9)


def group(year, province):
    own, table = scores(year)[province], scores(year).values()
    return 1 + sum(own < cut(table, at) - 1e-9 for at in (0.25, 0.5, 0.75))


def region(year, province):
    """The scored provinces of the region."""
    home = provinces()[province]["region"]
    return [p for p in scores(year) if provinces()[p]["region"] == home]


def previous(year, province):
    """The previous year with a total out of the same maximum, or None."""
    before = [y for y in years() if y < year and province in scores(y)]
    return before[-1] if before and len(dims(before[-1])) == len(dims(year)) else None


@cache
def moves(until):
    """Sizes of all one-year changes of the total against the median one, and each by province."""
    sizes, own = [], {}
    for year in range(SINCE + 1, until + 1):
        old, new = scores(year - 1), scores(year)
        gains = {p: new[p] - old[p] for p in new if p in old}
        middle = cut(gains.values(), 0.5)
        sizes += [abs(g - middle) for g in gains.values()]
        own = {p: abs(g - middle) for p, g in gains.items()}
    return sorted(sizes), own


def wobble(year):
    sizes, _ = moves(year)
    return sizes[len(sizes) - math.ceil(0.2 * len(sizes) - 1e-9)] / math.sqrt(2)


def written(value, decimals=2, sign=False):
    text = f"{abs(value):.{decimals}f}".replace(".", ",")
    if value < 0 and float(text.replace(",", ".")):
        return f"−{text}"
    return f"+{text}" if sign and float(text.replace(",", ".")) else text


def gap(points):
    """With as many decimals as it takes not to read as none."""
    size = abs(points)
    return written(size, next((d for d in range(2, 7) if round(size, d) > 0), 2))


def numbers(text):
    """Every number in a text, in order, as written."""
    return re.findall(r"[−+±]?\d+(?:[.,]\d+)*%?", text)

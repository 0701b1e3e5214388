"""The indicators of a file as they would be stored beside those that the data have already.

An indicator of two years is the same where its label, its scale and the sub-dimension above are;
the producer does not number indicators, so the codes are given here.
"""

import math
import re
from dataclasses import dataclass, replace

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.files.cells import Percentage
from lib.ingest.issues import (
    STORED_DECIMALS,
    Issue,
    IssueCode,
    note,
    question,
    quote_first,
    shorten,
)
from lib.ingest.layouts.lines import is_share_text
from lib.ingest.layouts.shared import RecognizedScores, decimals_of
from lib.ingest.limits import check_time
from lib.ingest.matching import words
from lib.ingest.result import IngestResult

INDICATORS = [
    "year", "province", "sub_dimension", "line", "label_vi", "label_en", "scale", "value",
    "shown_as_percent",
]  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LINE = ["year", "sub_dimension", "line"]
_MOSTLY = 0.5  # of the shares of a year that exceed 1, where the file has them in per cent


@dataclass
class _Line:
    """One indicator of one year.

    Attributes:
        year, sub_dimension, position: see ``indicator_catalogue``.
        label_vi, label_en, scale, unit, low, high: the same.
        id: "" until it is known.
        direction: "higher", "lower" or "".
    """

    year: int
    sub_dimension: str
    position: int
    label_vi: str
    label_en: str
    scale: str
    unit: str
    low: float
    high: float
    id: str = ""
    direction: str = ""

    def is_same_as(self, other: "_Line") -> bool:
        """Whether label and scale are the same; the English label counts without the other."""
        vi, en = ((_key(a), _key(b)) for a, b in self._labels_with(other))
        same_label = vi[0] == vi[1] if all(vi) else bool(en[0]) and en[0] == en[1]
        ends = ((self.low, other.low), (self.high, other.high))
        same_scale = all(a == b or math.isnan(a) or math.isnan(b) for a, b in ends)
        return same_label and same_scale and self.unit == other.unit

    def _labels_with(self, other: "_Line") -> tuple[tuple[str, str], tuple[str, str]]:
        return (self.label_vi, other.label_vi), (self.label_en, other.label_en)

    @property
    def name(self) -> str:
        """The label that a sentence quotes."""
        return shorten(self.label_vi or self.label_en)


def add_indicators(
    result: IngestResult, recognized: RecognizedScores, tables: Tables
) -> IngestResult:
    """A result with what would be stored of the indicators of its file, and issues on them.

    Args:
        result: with its scores.
        recognized: what the file holds.
        tables: the present data.
    """
    extras, issues = stored_indicators(_table(recognized), result.scores, tables)
    return replace(result, extras={**result.extras, **extras}, issues=(*result.issues, *issues))


def _table(recognized: RecognizedScores) -> pd.DataFrame:
    """The indicators of a file, as ``stored_indicators`` takes them."""
    rows = [
        (c.year, c.province, c.sub_dimension, c.line, *c.labels, c.scale, float(c.value))
        + (isinstance(c.value, Percentage),)
        for c in recognized.indicators
    ]
    return pd.DataFrame(rows, columns=INDICATORS)


def stored_indicators(
    found: pd.DataFrame, scores: pd.DataFrame, tables: Tables
) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """What the stored tables of indicators would be with those of a file.

    Shares become per cent. Only values of a province with a score in the sub-dimension above are
    kept: a province that is not published has zeros in some files. A present value is never taken
    away, and one that differs by rounding alone stays.

    Args:
        found: the columns INDICATORS: sub_dimension is the one above, line the number of the row
            or column in the file; value is as the file has it, NaN where it cannot be read.
        scores: see ``IngestResult.scores``.
        tables: the present data.

    Returns:
        ``indicator_catalogue`` and ``indicators`` with all years as far as they change, and the
        issues.
    """
    if found.empty:
        return {}, []
    lines = _lines_of(found)
    values, issues = _values_to_keep(found, scores, lines)
    _give_codes(lines, tables.indicator_catalogue)
    values["indicator"] = [lines[key].id for key in _keys(values)]
    kept = values[["year", "indicator"]].drop_duplicates()
    kept_ids = set(kept.itertuples(index=False, name=None))
    catalogue = _with_lines(
        tables.indicator_catalogue, [x for x in lines.values() if (x.year, x.id) in kept_ids]
    )
    stored, changed = _with_values(tables.indicators, values)
    if changed:
        issues.append(question("indicators_changed", n=changed))
    extras = {
        name: new
        for name, new, present, keys in (
            ("indicator_catalogue", catalogue, tables.indicator_catalogue, ["id", "year"]),
            ("indicators", stored, tables.indicators, ["year", "province", "indicator"]),
        )
        if not _sorted(new, keys).equals(_sorted(present, keys))
    }
    for year, of_year in values.groupby("year"):
        code: IssueCode = "indicators" if extras else "indicators_same"
        n, figures = of_year["indicator"].nunique(), len(of_year)
        issues.append(note(code, n=n, figures=figures, year=int(str(year))))
    return extras, issues


def _lines_of(found: pd.DataFrame) -> dict[tuple[int, str, int], _Line]:
    """The indicators of a file by year, sub-dimension and line; those without a label are left out.

    Where most shares of a year exceed 1 the file has them in per cent; elsewhere a share that
    exceeds 1 is alone in per cent.
    """
    lines: dict[tuple[int, str, int], _Line] = {}
    for (year, above, number), rows in found.groupby(_LINE, sort=True):
        check_time()
        first = rows.iloc[0]
        if not first["label_vi"] and not first["label_en"]:
            continue
        scale = first["scale"]
        labels = f"{first['label_vi']} {first['label_en']}"
        is_share = (
            "%" in scale
            if scale
            else is_share_text(labels) or rows["shown_as_percent"].mean() > _MOSTLY
        )
        ends = [float(n.replace(",", ".")) for n in _NUMBER.findall(scale)][:2]
        low, high = ends if len(ends) == 2 and ends[0] < ends[1] else (math.nan, math.nan)
        unit = "%" if is_share else ""
        if is_share:
            low, high = 0.0, 100.0
        position = 1 + sum(key[:2] == (year, above) for key in lines)
        key = (int(year), str(above), int(number))
        labels_of_line = first["label_vi"], first["label_en"], scale
        lines[key] = _Line(key[0], key[1], position, *labels_of_line, unit, low, high)
    return lines


def _values_to_keep(
    found: pd.DataFrame, scores: pd.DataFrame, lines: dict[tuple[int, str, int], _Line]
) -> tuple[pd.DataFrame, list[Issue]]:
    """The values on their scales: year, province, sub_dimension, line, value, rounded_by."""
    table = found.assign(known=[key in lines for key in _keys(found)])
    unread = int(table["value"].isna().sum())
    scored = scores[["year", "province", "sub_dimension"]].assign(scored=True)
    table = table.merge(scored, on=["year", "province", "sub_dimension"], how="left")
    table["scored"] = table["scored"].notna()
    left_out = table["value"].notna() & (table["value"] != 0) & ~(table["scored"] & table["known"])
    table = table[table["value"].notna() & table["scored"] & table["known"]].copy()
    factor = _factors(table, lines)
    decimals = table["value"].map(decimals_of)
    table["rounded_by"] = 0.5 * 10.0**-decimals * factor
    table["value"] = (table["value"] * factor).round(STORED_DECIMALS)
    issues = []
    off_scale = {
        key: line
        for key, rows in table.groupby(_LINE)["value"]
        if (line := lines[key]) and (rows.min() < line.low or rows.max() > line.high)
    }
    if off_scale:
        names = quote_first([line.name for line in off_scale.values()])
        issues.append(question("indicators_off_scale", n=len(off_scale), names=names))
        of_line = pd.Series(_keys(table), table.index)
        table = table[~of_line.isin(list(off_scale))]
    if unread:
        issues.append(question("indicators_unread", n=unread))
    if n := int(left_out.sum()):
        issues.append(note("indicators_left", n=n))
    return table.copy(), issues


def _factors(table: pd.DataFrame, lines: dict[tuple[int, str, int], _Line]) -> pd.Series:
    """What makes each value one on its scale: 100 for a share that is given as a fraction."""
    is_share = pd.Series([lines[key].unit == "%" for key in _keys(table)], table.index, dtype=bool)
    by_line = [table[c] for c in _LINE]
    exceeds = table["value"].groupby(by_line).transform("max") > 1
    share_lines = table.assign(exceeds=exceeds)[is_share & ~table["shown_as_percent"]]
    in_percent = share_lines.groupby("year")["exceeds"].mean() > _MOSTLY
    whole_year = table["year"].map(in_percent).eq(True)
    is_percent = ~table["shown_as_percent"] & (exceeds | whole_year)
    return (is_share & ~is_percent).map({True: 100.0, False: 1.0})


def _keys(table: pd.DataFrame) -> list[tuple[int, str, int]]:
    """The line of each row as ``_lines_of`` names it."""
    # Columns of text yield their values one by one slowly, so they are unpacked at once.
    return list(zip(*(table[c].to_numpy(dtype=object) for c in _LINE), strict=True))


def _give_codes(lines: dict[tuple[int, str, int], _Line], catalogue: pd.DataFrame) -> None:
    """Give each line the code of the same indicator, else a new one, years in their order."""
    known = [_Line(**row) for row in catalogue.to_dict("records")]
    for year in sorted({line.year for line in lines.values()}):
        new = [line for line in lines.values() if line.year == year]
        used: set[str] = set()
        for line in new:
            check_time()
            same = [k for k in known if k.sub_dimension == line.sub_dimension and k.id not in used]
            same = [k for k in same if k.is_same_as(line)]
            twins = sum(x.sub_dimension == line.sub_dimension and x.is_same_as(line) for x in new)
            match = _match(line, same, is_alone=twins == 1)
            line.id = match.id if match else _next_code(line.sub_dimension, known)
            line.direction = match.direction if match else ""
            used.add(line.id)
            known.append(line)


def _match(line: _Line, same: list[_Line], is_alone: bool) -> _Line | None:
    """Which of the like lines is the same indicator; of another year only where it is no twin."""
    if of_year := [k for k in same if k.year == line.year]:
        return min(of_year, key=lambda k: k.position)
    if not same or not is_alone:
        return None
    nearest = min(abs(k.year - line.year) for k in same)
    near = [k for k in same if abs(k.year - line.year) == nearest]
    return near[0] if len({k.id for k in near}) == 1 else None


def _next_code(sub_dimension: str, known: list[_Line]) -> str:
    """The first code of a sub-dimension after those that are given."""
    numbers = [int(k.id.rpartition(".")[2]) for k in known if k.sub_dimension == sub_dimension]
    return f"{sub_dimension}.{max(numbers, default=0) + 1:02d}"


def _with_lines(catalogue: pd.DataFrame, lines: list[_Line]) -> pd.DataFrame:
    """The catalogue with these lines in place of its own of the same code and year."""
    new = pd.DataFrame([vars(line) for line in lines], columns=catalogue.columns)
    new = new.astype(catalogue.dtypes.to_dict())
    both = pd.concat([catalogue, new]).drop_duplicates(["id", "year"], keep="last")
    return both.sort_values(["year", "sub_dimension", "position", "id"], ignore_index=True)


def _with_values(present: pd.DataFrame, values: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The stored values with those of a file, and how many present ones are replaced."""
    keys = ["year", "province", "indicator"]
    new = values[[*keys, "value", "rounded_by"]]
    new = new.astype({k: present.dtypes[k] for k in keys})
    both = present.merge(new, on=keys, how="outer", suffixes=("", "_new"))
    within = both["rounded_by"] + 10.0**-STORED_DECIMALS
    differs = (both["value"] - both["value_new"]).abs() > within
    takes_new = both["value_new"].notna() & (both["value"].isna() | differs)
    both["value"] = both["value_new"].where(takes_new, both["value"])
    stored = both[[*keys, "value"]].sort_values(["year", "indicator", "province"])
    return stored.reset_index(drop=True), int(differs.sum())


def _sorted(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return table.sort_values(keys, ignore_index=True)


def _key(label: str) -> str:
    """A label as two of them are compared: its words without case, diacritics and signs."""
    return " ".join(words(label))

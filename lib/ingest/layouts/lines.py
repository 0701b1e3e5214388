"""What a line of figures is by its labels: a score, a statistic of one, an indicator, or neither.

A line is a column of a sheet with a row a province; a sheet with a column a province is turned.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, repeat, zip_longest
from typing import Literal

from lib.ingest import matching
from lib.ingest.files.cells import CellValue, Percentage, SpecialCell
from lib.ingest.layouts.shared import header_codes, union, value_at
from lib.ingest.limits import check_time
from lib.ingest.matching import SCORE, HeaderMatcher
from lib.stats.ranking import TOTAL

LineKind = Literal[
    "code",  # of a measure, of what tells the province, or of the year; by its labels alone
    "like",  # of a sub-dimension under a new name with its number
    "low", "high", "error",  # ends of the interval and standard error of a score
    "weighted",  # a score with weights, or a statistic of one
    "rank",
    "indicator",  # below a sub-dimension
    "points",  # not known, but on a scale of points
    "torn",  # its labels say different things
    "odd",  # a label is a formula or an error
    "unknown",
]  # fmt: skip

_NUMBER = r"\d+(?:[.,]\d+)?\s*%?"
_SCALE = re.compile(rf"{_NUMBER}\s*[-–—−]\s*{_NUMBER}\s*(?P<unit>[^\d]*)")
_SHARE = re.compile(r"%|tỷ lệ|tỉ lệ|phần trăm|proportion|percent|\bshare\b")
_STATISTICS = {
    "error": re.compile(r"standard error|\bstd err|sai so|margin of error"),
    "low": re.compile(
        r"\b(ci|confidence interval|95|90|99) (low|lower)\b|\blow(er)? (bound|ci|limit)\b"
        r"|diem thap(?! nhat)|can duoi"
    ),
    "high": re.compile(
        r"\b(ci|confidence interval|95|90|99) (high|upper)\b|\b(high|upper) (bound|ci|limit)\b"
        r"|diem cao(?! nhat)|can tren"
    ),
    "weighted": re.compile(r"(?<!un)(?<!un )\bweighted|(?<!khong )co trong so"),
    "rank": re.compile(r"\b(rank|ranking|thu hang|xep hang|tang giam)\b|^hang\b"),
}
_MIN_NUMBERED = 5  # columns with a number, in a row that numbers them
_DIMENSION_IN_TEXT = re.compile(r"(?:dimension|noi dung) ([1-9])\b")


@dataclass(frozen=True)
class Line:
    """One line of figures.

    Attributes:
        column: from 1.
        kind: what it is.
        code: the measure or what tells the province; the measure of a statistic; the sub-dimension
            above an indicator; "" for another.
        codes: all that the labels of a torn line mean, or of one that is told by how it is shown.
        labels: its texts without the scale, each once.
        scale: as printed, "" without one.
        as_percent: whether most of its figures are shown as percentages.
    """

    column: int
    kind: LineKind
    code: str = ""
    codes: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    scale: str = ""
    as_percent: bool = False

    @property
    def header(self) -> str:
        """The labels as a sentence quotes them."""
        return " / ".join(self.labels)

    @cached_property
    def label_vi_en(self) -> tuple[str, str]:
        """The label in both languages as far as the letters tell it; "" where there is none."""
        vietnamese = [text for text in self.labels if not text.isascii()]
        english = [text for text in self.labels if text.isascii()]
        return (vietnamese[-1] if vietnamese else "", english[-1] if english else "")


def classify_lines(
    rows: list[list[CellValue]], header_row: int, body: int, headers: HeaderMatcher
) -> list[Line]:
    """The lines that have figures, from left to right.

    Args:
        rows: of the sheet.
        header_row, body: the first row of labels and of figures, from 0.
        headers: the labels of the year.
    """
    width = max((len(row) for row in rows[header_row:]), default=0)
    labels = [rows[header_row], *(r for r in rows[header_row + 1 : body] if not _is_numbering(r))]
    lines = _classify_columns(rows[body:], labels, width, headers, frozenset())
    measures = [line for line in lines if line.kind == "code" and _is_measure(line.code)]
    if 2 * sum(line.as_percent for line in measures) > len(measures):
        # Whoever has formatted the dimensions as percentages has formatted the whole sheet.
        known = {line.code for line in measures}
        scores = frozenset(
            line.column
            for line in lines
            if line.kind in ("indicator", "unknown") and len(line.codes) == 1
            if line.codes.isdisjoint(known)
        )
        lines = _classify_columns(rows[body:], labels, width, headers, scores)
    return lines


def _classify_columns(
    rows: list[list[CellValue]],
    labels: list[list[CellValue]],
    width: int,
    headers: HeaderMatcher,
    scores: frozenset[int],
) -> list[Line]:
    """See ``classify_lines``.

    Args:
        rows: of figures.
        labels: the rows of labels.
        width: of the sheet.
        headers: the labels of the year.
        scores: columns that hold scores whatever way their figures are shown.
    """
    lines: list[Line] = []
    above = last_measure = ""
    # One column at a time: a long sheet with one wide row would take too much memory at once.
    figures = chain(zip_longest(*rows), repeat(()))
    for column, of_column in zip(range(1, width + 1), figures, strict=False):
        check_time()
        cells = [value_at(row, column) for row in labels]
        values: list[CellValue] = [value for value in of_column if value is not None]
        is_share = column not in scores and _is_shown_as_share(values)
        line = _classify(column, cells, is_share, headers, above, last_measure)
        line = replace(line, as_percent=_is_mostly(values, lambda value: True))
        if not values and line.kind != "code":
            continue
        lines.append(line)
        if line.kind in ("code", "like"):
            last_measure = line.code
            if _is_measure(line.code):
                above = line.code if "." in line.code else ""
    return lines


def _is_numbering(row: list[CellValue]) -> bool:
    """Whether a row below labels numbers the columns: 1, 2, 3 from left to right."""
    numbers = [value for value in row if isinstance(value, float)]
    steps = [b - a for a, b in zip(numbers, numbers[1:], strict=False)]
    return len(numbers) >= _MIN_NUMBERED and set(steps) == {1.0} and numbers[0].is_integer()


def is_share_text(text: str) -> bool:
    """Whether a label says that its figures are shares."""
    return _SHARE.search(text.casefold()) is not None


def is_scale(text: str) -> bool:
    """Whether a text is a scale, such as "0.25-2.5 điểm/points" or "0%-100%"."""
    return _SCALE.fullmatch(text) is not None


def _classify(
    column: int,
    cells: list[CellValue],
    is_shown_as_share: bool,
    headers: HeaderMatcher,
    above: str,
    last_measure: str,
) -> Line:
    """One line; ``above`` is the sub-dimension, ``last_measure`` any measure before it."""
    texts = list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
    labels = tuple(text for text in texts if not is_scale(text))
    scale = next((text for text in texts if is_scale(text)), "")

    def line(kind: LineKind, code: str = "", codes: frozenset[str] = frozenset()) -> Line:
        return Line(column, kind, code, codes, labels, scale)

    if any(isinstance(cell, SpecialCell) for cell in cells):
        return line("odd")
    if statistic := statistic_kind(labels):
        return line(statistic, _measure_of_statistic(labels, last_measure))
    is_points = "điểm" in scale.casefold() or "point" in scale.casefold()
    if "%" in scale or any(map(is_share_text, labels)):
        return line("indicator", above) if above else line("unknown")
    codes = union(header_codes(headers, cell) for cell in cells if not _is_scale_cell(cell))
    if is_shown_as_share and not is_points:
        return line("indicator" if above else "unknown", above, codes)
    if len(codes) > 1:
        codes -= {SCORE}  # "điểm" below a name is its unit
    if len(codes) > 1:
        return line("torn", codes=codes)
    if codes:
        return line("code", next(iter(codes)))
    if scale and not is_points:
        return line("indicator", above) if above else line("unknown")
    if nearest := next(filter(None, map(headers.nearest, labels)), None):
        return line("like", nearest)
    if is_points:
        return line("points")
    return line("unknown", above)


def statistic_kind(labels: tuple[str, ...]) -> LineKind | None:
    """Which statistic of a score a line is by any of its labels; None for none."""
    words = [" ".join(matching.words(label)) for label in labels]
    kinds: tuple[LineKind, ...] = ("weighted", "error", "low", "high", "rank")
    return next((k for k in kinds if any(_STATISTICS[k].search(text) for text in words)), None)


def _measure_of_statistic(labels: tuple[str, ...], last_measure: str) -> str:
    """The dimension or total that the labels of a statistic name; else the measure before it."""
    for label in labels:
        words = " ".join(matching.words(label))
        if match := _DIMENSION_IN_TEXT.search(words):
            return match.group(1)
        if "chi so papi" in words or "papi score" in words:
            return TOTAL
    return last_measure


def _is_shown_as_share(values: list[CellValue]) -> bool:
    """Whether a line holds shares by how most of its cells are shown.

    Scores above 1 that somebody has formatted as percentages stay scores.
    """
    return _is_mostly(values, lambda value: value <= 1)


def _is_mostly(values: list[CellValue], is_one: Callable[[float], bool]) -> bool:
    """Whether most numbers are shown as percentages and are such."""
    numbers = [value for value in values if isinstance(value, float)]
    shown = sum(isinstance(value, Percentage) and is_one(value) for value in numbers)
    return bool(numbers) and 2 * shown > len(numbers)


def _is_measure(code: str) -> bool:
    return code[:1].isdigit() or code == TOTAL


def _is_scale_cell(cell: CellValue) -> bool:
    """Whether a cell of the labels holds the scale."""
    return isinstance(cell, str) and is_scale(cell)

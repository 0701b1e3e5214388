"""Of several lines with the label of one measure, the one whose figures are that measure."""

from lib.datasets.tables import Tables
from lib.ingest.files.cells import CellValue
from lib.ingest.layouts.lines import Line
from lib.ingest.layouts.shared import to_number, value_at
from lib.ingest.limits import check_time
from lib.stats.ranking import TOTAL, measured_sub_dimensions

_WITHIN = (0.02, 0.3)  # points between a sum and its parts, of full and of rounded scores
_MIN_FIT = 0.9  # of the provinces with all parts, to tell which line is the sum

Values = dict[int, float]  # the figures of a line by row


def choose_line(
    rows: list[list[CellValue]], candidates: dict[str, list[Line]], tables: Tables, year: int
) -> tuple[dict[str, int], list[Line], list[Line]]:
    """The column of each measure.

    A dimension is the sum of its sub-dimensions and the total that of the dimensions. Where that
    fits one line of several, it is the measure; where it fits none or more, the first is taken and
    the others are returned as ``twice``.

    Args:
        rows: of figures.
        candidates: the lines with the label of each measure, by code.
        tables: which sub-dimensions a dimension has.
        year: of the figures.

    Returns:
        the columns (from 1) by code, the lines that are another thing, and ``twice``.
    """
    values = {
        line.column: _values(rows, line.column) for lines in candidates.values() for line in lines
    }
    chosen = {code: lines[0] for code, lines in candidates.items()}
    repeated = [code for code, lines in candidates.items() if len(lines) > 1]
    if not repeated:
        return {code: line.column for code, line in chosen.items()}, [], []
    measured = measured_sub_dimensions(tables.sub_dimensions, [year])
    parts = {str(d): list(p["sub_dimension"]) for d, p in measured.groupby("dimension")}
    parts[TOTAL] = list(parts)
    rejected: list[Line] = []
    twice: list[Line] = []
    for code in sorted(repeated, key=lambda c: (c == TOTAL, "." not in c)):
        for within in _WITHIN:
            fitting = [
                line
                for line in candidates[code]
                if _fits(line, code, within, chosen, candidates, parts, values)
            ]
            if fitting:
                break
        if len(fitting) == 1:
            chosen[code] = fitting[0]
            rejected += [line for line in candidates[code] if line is not fitting[0]]
        else:
            twice += candidates[code][1:]
    return {code: line.column for code, line in chosen.items()}, rejected, twice


def _fits(
    line: Line,
    code: str,
    within: float,
    chosen: dict[str, Line],
    candidates: dict[str, list[Line]],
    parts: dict[str, list[str]],
    values: dict[int, Values],
) -> bool:
    """Whether the figures of a line are a sum of their parts, or a part of any sum above."""
    whole = code.partition(".")[0]
    of_parts = {part: chosen[part] for part in parts.get(whole, []) if part in chosen}
    if len(of_parts) < len(parts.get(whole, [])) or not of_parts:
        return False
    sums = [line] if "." not in code else candidates.get(whole, [])
    if "." in code:
        of_parts[code] = line
    return any(
        _is_sum(values[total.column], [values[part.column] for part in of_parts.values()], within)
        for total in sums
    )


def _is_sum(whole: Values, parts: list[Values], within: float) -> bool:
    """Whether a line is the sum of others in nearly all rows that have all of them."""
    check_time()
    rows = [row for row in whole if all(row in part for part in parts)]
    fitting = sum(abs(whole[row] - sum(part[row] for part in parts)) <= within for row in rows)
    return bool(rows) and fitting >= _MIN_FIT * len(rows)


def _values(rows: list[list[CellValue]], column: int) -> Values:
    """The figures of a column by row; 0 is none."""
    check_time()
    numbers = ((number, to_number(value_at(row, column))) for number, row in enumerate(rows))
    return {number: value for number, value in numbers if value}

"""To how many decimals the scores of a file are rounded."""

from collections.abc import Callable

from lib.ingest.issues import STORED_DECIMALS, Issue, Location, note, problem, question
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.limits import check_time

_MOST_DECIMALS = STORED_DECIMALS - 1  # of rounded scores; more are full figures
_NEARLY_ALL = 0.99  # of the scores: a full figure may end in zeros by chance
_MIN_CELLS = 10  # of a measure or province that are rounded alone


def find_rounding(recognized: RecognizedScores) -> tuple[dict[int, int], list[Issue]]:
    """The decimals of each year whose scores are rounded; other years have full figures.

    Returns:
        the decimals (1-5) by year, and the issues: a note for a rounded year, a problem for whole
        numbers, a question for a measure or province that alone is rounded.
    """
    decimals: dict[int, int] = {}
    issues: list[Issue] = []
    for year in sorted(recognized.columns):
        check_time()
        cells = [c for c in recognized.cells if c.year == year and "." in c.measure]
        if not cells:
            continue
        location = recognized.sheet_of_year(year)
        of_all = _decimals_of_all(cells)
        if of_all is None:
            issues += _rounded_parts(year, cells, location)
            continue
        decimals[year] = of_all
        if of_all == 0:
            issues.append(problem("rounded_whole", location, year=year))
        else:
            issues.append(note("rounded", location, year=year, decimals=of_all))
    return decimals, issues


def decimals_of_cells(cells: list[ScoreCell]) -> list[int | None]:
    """To how many decimals each score is rounded; None for a full figure.

    A score is rounded where all scores of its sheet, of its measure or of its province are.

    Args:
        cells: the scores of one year.
    """
    if (of_all := _decimals_of_all(cells)) is not None:
        return [of_all] * len(cells)
    of_measures = _decimals_of_groups(cells, lambda cell: cell.measure)
    of_provinces = _decimals_of_groups(cells, lambda cell: cell.province)
    return [of_measures.get(c.measure, of_provinces.get(c.province)) for c in cells]


def _decimals_of_all(cells: list[ScoreCell]) -> int | None:
    """To how many decimals nearly all scores are rounded; None where they are full figures."""
    short = [cell.decimals for cell in cells if cell.decimals <= _MOST_DECIMALS]
    return max(short) if cells and len(short) >= _NEARLY_ALL * len(cells) else None


def _decimals_of_groups(
    cells: list[ScoreCell], group_of: Callable[[ScoreCell], str]
) -> dict[str, int]:
    """The decimals of the measures or provinces whose scores are all rounded."""
    groups: dict[str, list[int]] = {}
    for cell in cells:
        groups.setdefault(group_of(cell), []).append(cell.decimals)
    return {
        code: max(numbers)
        for code, numbers in groups.items()
        if len(numbers) >= _MIN_CELLS and max(numbers) <= _MOST_DECIMALS
    }


def rounding_error(year: int, decimals: dict[int, int]) -> float:
    """The most by which a rounded score of that year may differ from the full one (points)."""
    return half_unit(decimals.get(year))


def half_unit(decimals: int | None) -> float:
    """The most by which a score rounded to so many decimals may differ from the full one (points).

    Args:
        decimals: None for a full figure.
    """
    return 0.0 if decimals is None else 0.5 * 10.0**-decimals * (1 + 1e-6)


def _rounded_parts(year: int, cells: list[ScoreCell], location: Location) -> list[Issue]:
    """Measures and provinces whose scores are rounded where the others are not."""
    issues = []
    parts = {
        "measures": _decimals_of_groups(cells, lambda cell: cell.measure),
        "provinces": _decimals_of_groups(cells, lambda cell: cell.province),
    }
    for name, rounded in parts.items():
        if rounded:
            values = {"year": year, "measures": "", "provinces": "", name: ",".join(rounded)}
            issues.append(question("rounded_part", location, **values))
    return issues

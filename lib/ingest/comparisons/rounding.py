"""To how many decimals the scores of a file are rounded."""

from lib.ingest.issues import Issue, Location, note, problem, question
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.limits import check_time

_MOST_DECIMALS = 3  # of rounded scores; more are full figures
_NEARLY_ALL = 0.99  # of the scores: a full figure may end in zeros by chance
_MIN_CELLS = 10  # of a measure or province that are rounded alone


def find_rounding(recognized: RecognizedScores) -> tuple[dict[int, int], list[Issue]]:
    """The decimals of each year whose scores are rounded; other years have full figures.

    Returns:
        the decimals (1-3) by year, and the issues: a note for a rounded year, a problem for whole
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
        short = [c for c in cells if c.decimals <= _MOST_DECIMALS]
        if len(short) < _NEARLY_ALL * len(cells):
            issues += _rounded_parts(year, cells, location)
            continue
        decimals[year] = max(c.decimals for c in short)
        kind = note if decimals[year] else problem
        issues.append(kind("rounded", location, year=year, decimals=decimals[year]))
    return decimals, issues


def rounding_error(year: int, decimals: dict[int, int]) -> float:
    """The most by which a rounded score of that year may differ from the full one (points)."""
    return 0.5 * 10.0 ** -decimals[year] * (1 + 1e-6) if year in decimals else 0.0


def _rounded_parts(year: int, cells: list[ScoreCell], location: Location) -> list[Issue]:
    """Measures and provinces whose scores are rounded where the others are not."""
    issues = []
    for name in ("measure", "province"):
        groups: dict[str, list[int]] = {}
        for cell in cells:
            groups.setdefault(getattr(cell, name), []).append(cell.decimals)
        rounded = [
            code
            for code, numbers in groups.items()
            if len(numbers) >= _MIN_CELLS and max(numbers) <= _MOST_DECIMALS
        ]
        if rounded:
            values = {"year": year, "measures": "", "provinces": ""}
            values[f"{name}s"] = ",".join(rounded)
            issues.append(question("rounded_part", location, **values))
    return issues

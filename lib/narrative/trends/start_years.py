"""From which earlier years a measure can be compared with the view's year."""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View


def start_years(dataset: Dataset, view: View) -> list[int]:
    """The years from which the view's measure compares with its year, newest first."""
    return dataset.years_comparable_with(view.measure, view.year)


def start_year(dataset: Dataset, view: View) -> int:
    """The year with which the ranking of risers and fallers starts.

    The year that the view asks for, where it compares; else the newest year that compares,
    preferably one in which the chosen province has a score; where no year compares, the previous
    one, and the view's own year where it is the first.
    """
    comparable = start_years(dataset, view)
    if view.since in comparable:
        return view.since
    with_score = [
        year
        for year in comparable
        if dataset.position(year, view.measure, view.province) is not None
    ]
    previous = [year for year in dataset.years[::-1] if year < view.year]
    return (with_score or comparable or previous or [view.year])[0]


def start_year_note(dataset: Dataset, view: View) -> str:
    """That the comparison starts with another year than the view asks for; "" where it does not."""
    first = start_year(dataset, view)
    if not view.since or view.since == first:
        return ""
    return t("trends.other_start", view.lang, since=view.since, year=view.year, first=first)

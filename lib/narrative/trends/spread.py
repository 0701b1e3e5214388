"""A change of one of the 34 beside the spread of the 63 of past years, joined as in 2025.

The 34 have too few changes of their own to say how usual one is; this is what can be shown instead.
Functions other than ``has_spread`` raise LookupError where it is False.
"""

from typing import NamedTuple

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.learning.pseudo_tests import first_year_cases
from lib.model.successors import of_63
from lib.model.view import View
from lib.narrative.successors import changes
from lib.narrative.tables import titled


class Spread(NamedTuple):
    """A change beyond what all have in common, beside those of past years (points).

    Attributes:
        cases: year, province (of the 34), beyond; provinces of its kind, merged or not.
        own: of the view's province.
        bound: four in five such changes lie within plus or minus this.
        is_first: whether it is the first published score minus the estimate.
    """

    cases: pd.DataFrame
    own: float
    bound: float
    is_first: bool

    @property
    def is_within(self) -> bool:
        """Whether the change lies within the bound."""
        return abs(self.own) <= self.bound


def has_spread(dataset: Dataset, view: View) -> bool:
    """Whether the view's change can be shown beside that spread."""
    return _find_spread(dataset, view) is not None


def spread(dataset: Dataset, view: View) -> Spread:
    """The change beside those of past years."""
    found = _find_spread(dataset, view)
    if found is None:
        raise LookupError(f"no spread of {view.measure} for {view.province} in {view.year}")
    return found


def _find_spread(dataset: Dataset, view: View) -> Spread | None:
    first = changes.first_change(dataset, view, view.measure)
    later = changes.later_change(dataset, view, view.measure)
    if first and first.verdict:
        own, bound = first.beyond, first.bound
    elif later and not dataset.badge(view.year, view.measure, view.province).name:
        own, bound = later.beyond, later.bound
    else:
        return None
    cases = first_year_cases(of_63(dataset))
    if cases.empty:
        return None
    cases = cases[cases["members_merged"] == dataset.is_merged(view.province)]
    return Spread(cases[["year", "province", "beyond"]], own, bound, first is not None)


def spread_title(dataset: Dataset, view: View) -> str:
    """How far the change is off and whether that lies within the bound."""
    lang, found = view.lang, spread(dataset, view)
    return t(
        f"trends.spread_{'within' if found.is_within else 'beyond'}",
        lang,
        off=format_signed(found.own, 2, lang),
        bound=format_number(found.bound, 2, lang),
    )


def spread_subtitle(dataset: Dataset, view: View) -> str:
    """What is counted, of which years, and why not changes of the 34."""
    found = spread(dataset, view)
    kind = "merged" if dataset.is_merged(view.province) else "unmerged"
    return t(
        f"trends.spread_{'first' if found.is_first else 'later'}",
        view.lang,
        kind=t(f"trends.spread_{kind}", view.lang),
        n=len(found.cases),
        first=int(found.cases["year"].min()),
        last=int(found.cases["year"].max()),
        year=view.year,
    )


def spread_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """The changes of past years, newest first, the largest first."""
    rows = spread(dataset, view).cases.sort_values(["year", "beyond"], ascending=False)
    names = [of_63(dataset).successor_label(code, view.lang) for code in rows["province"]]
    columns = {
        "year": rows["year"].to_numpy(),
        "code": rows["province"].to_numpy(),
        "province": names,
        "beyond": rows["beyond"].to_numpy(),
    }
    return titled(view.lang, columns)

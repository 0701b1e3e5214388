"""A data set in which the changes of one year are those since a year that the viewer chose."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.stats import typical_change
from lib.stats.changes.since import changes_since

_MOST_KEPT = 12  # data sets for as many pairs of years, each about 1 MB
_KEPT = "_compared_datasets"
_NO_BADGE = typical_change.Badge("", float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class ComparedDataset(Dataset):
    """As ``base``, but the changes of ``year`` are those since ``since`` and have no badges.

    Badges, forecasts and all else that is learnt from changes of one year stay those of ``base``.
    """

    base: Dataset | None = None
    year: int = 0
    since: int = 0

    @memoized
    def positions_of_year(self, year: int) -> pd.DataFrame:
        """All positions of one year."""
        assert self.base is not None
        table = self.base.positions_of_year(year)
        if year != self.year:
            return table
        both = pd.concat([self.base.positions_of_year(self.since), table])
        measured, breaks = self.base.measured_sub_dimensions, self.tables.breaks
        return changes_since(both, measured, breaks, self.since, year)

    @memoized
    def positions_of_measure(self, measure: str) -> pd.DataFrame:
        """All positions in one measure, of every year."""
        table = self.positions[self.positions["measure"] == measure]
        return self._with_changes(table, self.ranking(self.year, measure))

    def positions_of_province(self, province: str) -> pd.DataFrame:
        """One province's positions in every measure of every year."""
        changed = self.positions_of_year(self.year)
        changed = changed[changed["province"] == province]
        return self._with_changes(super().positions_of_province(province), changed)

    def badge(self, year: int, measure: str, province: str) -> typical_change.Badge:
        """How usual a change of one year was; an empty name where that cannot be said."""
        return _NO_BADGE if year == self.year else super().badge(year, measure, province)

    @memoized
    def badges_of_year(self, year: int) -> pd.DataFrame:
        """The rows of ``badges`` of one year, none of the compared one."""
        assert self.base is not None
        table = self.base.badges_of_year(year)
        return table.iloc[:0] if year == self.year else table

    def _with_changes(self, table: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
        """Positions with the rows of the compared year replaced."""
        other = table[table["year"] != self.year]
        return pd.concat([other, changed]).sort_values(["year", "measure", "rank", "province"])


_OF_THE_COMPARED_YEAR = {"ranking", "total_positions"}  # they read ``positions_of_year``


def _delegate(name: str, attribute: Any) -> Any:
    """What is remembered of a data set, asked of the base, which may know it already."""
    if isinstance(attribute, cached_property):
        return property(lambda self: getattr(self.base, name))

    def ask(self: ComparedDataset, *args: Any, **kwargs: Any) -> Any:
        return getattr(self.base, name)(*args, **kwargs)

    return ask


def _remembered() -> dict[str, Any]:
    """The cached properties and memoized methods of a data set that the class does not replace."""
    found: dict[str, Any] = {}
    for cls in reversed(Dataset.__mro__):
        found |= {
            name: attribute
            for name, attribute in vars(cls).items()
            if isinstance(attribute, cached_property)
            or (isinstance(attribute, Callable) and hasattr(attribute, "__wrapped__"))  # type: ignore[arg-type]
        }
    own = {*vars(ComparedDataset), *_OF_THE_COMPARED_YEAR}
    return {name: attribute for name, attribute in found.items() if name not in own}


for _name, _attribute in _remembered().items():
    setattr(ComparedDataset, _name, _delegate(_name, _attribute))


def compare(dataset: Dataset, year: int, since: int) -> Dataset:
    """The data set with the changes of a year counted since another; kept with ``dataset``."""
    kept: dict[tuple[int, int], Dataset] = dataset.__dict__.setdefault(_KEPT, {})
    found = kept.get((year, since))
    if found is None:
        values = {f.name: getattr(dataset, f.name) for f in fields(Dataset)}
        found = ComparedDataset(**values, base=dataset, year=year, since=since)
        for oldest in list(kept)[: max(0, len(kept) - _MOST_KEPT + 1)]:
            kept.pop(oldest, None)
        kept[year, since] = found
    return found


def since_choices(dataset: Dataset, view: View, measure: str) -> list[int]:
    """The years that a change can be counted from beside the previous one, newest first.

    Those in which the chosen province has a score in a measure that is the same as in the view's
    year; none where the province has no score in that year.
    """
    if isinstance(dataset, ComparedDataset) and dataset.base is not None:
        dataset = dataset.base
    own = dataset.position(view.year, measure, view.province)
    if own is None:
        return []
    return [
        year
        for year in dataset.years_comparable_with(measure, view.year)
        if dataset.position(year, measure, view.province) is not None
        and (pd.isna(own["prev_year"]) or year != int(own["prev_year"]))
    ]


def compare_since(dataset: Dataset, view: View, measure: str) -> tuple[Dataset, View]:
    """What a page shows of a view whose changes may be counted since another year.

    Args:
        dataset, view: as ``unit_lists.resolve_units`` returns them.
        measure: the one whose change the page is about.

    Returns:
        Both as they are where the view asks for no other year, or for one that does not compare;
        else the compared data set and the view with that year as ``shown_since``.
    """
    if view.since not in since_choices(dataset, view, measure):
        return dataset, view
    return compare(dataset, view.year, view.since), replace(view, shown_since=view.since)

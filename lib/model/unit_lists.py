"""The 63 provinces or the 34 of today: which list a page shows for a view."""

from dataclasses import replace

from lib.model.dataset import Dataset
from lib.model.view import View


def dataset_of_year(dataset: Dataset, year: int) -> Dataset:
    """The world whose published scores a year has: that of the 63, else that of the 34."""
    return (
        dataset if year in dataset.years or dataset.published_34 is None else dataset.published_34
    )


def resolve_units(dataset: Dataset, view: View, units: str = "") -> tuple[Dataset, View]:
    """What a page shows of a view: the world it shows and the view within that world.

    Args:
        world: that of the 63.
        view: as read from the address.
        units: "" = published scores alone, the 34 from their first own year on; "both" = also the
            estimated 34, where the address asks for them; "63" = the 63 in their newest year.
    """
    asked = (view.province, view.year)
    if units == "63":
        year = min(view.year, dataset.years[-1])
        return dataset, view if year == view.year else replace(view, year=year, requested=asked)
    home = dataset_of_year(dataset, view.year)
    if home is dataset and units == "both" and view.units == "34":
        home = dataset.estimated_34
    if home is dataset:
        return dataset, view
    return home, replace(
        view, province=home.unit_of(view.province), shown_units="34", requested=asked
    )


def dataset_of_view(dataset: Dataset, view: View) -> Dataset:
    """The world that a view, as ``seen`` gave it, lies in."""
    if view.shown_units == "63":
        return dataset
    home = dataset_of_year(dataset, view.year)
    return dataset.estimated_34 if home is dataset else home

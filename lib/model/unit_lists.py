"""Which list of provinces a page shows for a view: the 63, or the 34 that they became."""

from dataclasses import replace

from lib.common.pages import Page, PageUnits
from lib.model.comparison.compared_dataset import compare, compare_since
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import TOTAL


def dataset_of_year(dataset: Dataset, year: int) -> Dataset:
    """The data set that has the published scores of a year.

    Args:
        dataset: that of the 63.
        year: one of its ``all_years``.
    """
    if year in dataset.years or dataset.published_34 is None:
        return dataset
    return dataset.published_34


def dataset_with_year(dataset: Dataset, year: int) -> Dataset | None:
    """The data set of the same provinces that has a year; None where none has.

    The 34 have a year by their published scores, or by estimates.
    """
    of_63 = dataset.dataset_of_63
    others = (of_63.published_34, of_63.estimated_34) if of_63 else ()
    found = (d for d in (dataset, *others) if d is not None and year in d.years)
    return next(found, None)


def resolve_units(dataset: Dataset, view: View, page_units: PageUnits = "") -> tuple[Dataset, View]:
    """What a page shows of a view.

    Args:
        dataset: that of the 63.
        view: as read from the URL.
        page_units: "" = published scores only, those of the 34 from their first year on;
            "both" = also the estimated 34, where the URL asks for them; "63" = always the 63, in
            their newest year where the URL asks for a later one.

    Returns:
        The data set that the page shows, and the view of it; ``view.requested`` keeps the
        province and the year of the URL.
    """
    requested = (view.province, view.year)
    if page_units == "63":
        year = min(view.year, dataset.years[-1])
        if year == view.year:
            return dataset, view
        return dataset, replace(view, year=year, requested=requested)
    shown = dataset_of_year(dataset, view.year)
    if shown is dataset and page_units == "both" and view.units == "34":
        shown = dataset.estimated_34
    if shown is dataset:
        return dataset, view
    province = shown.unit_of(view.province)
    return shown, replace(view, province=province, shown_units="34", requested=requested)


def page_years(dataset: Dataset, page_units: PageUnits) -> list[int]:
    """The years that a page can show, ascending; years of the 34 only where it shows the 34."""
    return dataset.years if page_units == "63" else dataset.all_years


def resolve_page(dataset: Dataset, view: View, page: Page) -> tuple[Dataset, View]:
    """What a page shows of a view: its list of provinces, its changes since the view's year.

    Args:
        dataset: that of the 63.
        view: as read from the URL.
        page: see ``common.pages``.
    """
    shown, view = resolve_units(dataset, view, page.units)
    if not page.counts:
        return shown, view
    return compare_since(shown, view, TOTAL if page.counts == "total" else view.measure)


def dataset_of_view(dataset: Dataset, view: View) -> Dataset:
    """The data set of a view as its page shows it; ``dataset`` is that of the 63."""
    shown = dataset
    if view.shown_units != "63":
        published = dataset_of_year(dataset, view.year)
        shown = dataset.estimated_34 if published is dataset else published
    return compare(shown, view.year, view.shown_since) if view.shown_since else shown

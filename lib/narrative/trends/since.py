"""Since when a change is counted: the year before, the start of the term, or any other year."""

import pandas as pd

from lib.common.text import t
from lib.model.comparison.compared_dataset import since_choices
from lib.model.dataset import Dataset
from lib.model.view import View


def choices(dataset: Dataset, view: View, measure: str) -> dict[int, str]:
    """The values of the view's ``since`` with their words; {} where only the year before compares.

    Args:
        dataset: the data set of the page.
        view: the chosen province, its year and the language.
        measure: the one whose change is counted.
    """
    years = since_choices(dataset, view, measure)
    if not years:
        return {}
    terms = dataset.tables.terms
    names = dict(zip(terms["year_from"].tolist(), terms[f"name_{view.lang}"], strict=True))
    words = {year: str(year) for year in years} | {
        year: t("since.term", view.lang, year=year, term=names[year])
        for year in years
        if year in names
    }
    return {0: t("since.previous", view.lang)} | words


def refused_note(dataset: Dataset, view: View, measure: str) -> str:
    """That the year that the view asks for does not compare; "" where it does or none is asked for.

    The previous year with a score is what the pages compare with anyhow.
    """
    if not view.since or view.shown_since:
        return ""
    own = dataset.position(view.year, measure, view.province)
    if own is None or pd.isna(own["prev_year"]) or own["prev_year"] == view.since:
        return ""
    return t("since.refused", view.lang, year=view.year, since=view.since)


def base_year_phrase(view: View) -> str:
    """What a map of changes compares with: "the previous year with a score", or a year."""
    if view.shown_since:
        return t("since.year", view.lang, year=view.shown_since)
    return t("since.previous_scored", view.lang)

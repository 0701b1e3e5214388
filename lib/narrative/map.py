"""The map in words: its headline, its subtitle, the numbers beside the provinces' names."""

import pandas as pd

from lib.common.numbers import format_signed
from lib.common.strings import capitalize_first, first_that_fits
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import overview, phrases
from lib.narrative.successors import changes
from lib.narrative.trends import since
from lib.stats.ranking import TOTAL


def painted(dataset: Dataset, view: View) -> str:
    """What the colours show: ``view.paint``, but "from_estimate" for changes in a first year.

    The first year of the 34 has no earlier published one; most of its scores have an estimate.
    """
    is_first = view.paint == "change" and changes.is_first_year(dataset, view.year)
    return "from_estimate" if is_first else view.paint


def painted_ranking(dataset: Dataset, view: View) -> pd.DataFrame:
    """The ranking whose scores, groups or changes a map paints (see ``painted``)."""
    ranking = changes.ranking_with_estimates if view.paint == "change" else Dataset.ranking
    return ranking(dataset, view.year, view.measure)


def nothing_compares(dataset: Dataset, view: View) -> str:
    """Why a map of changes shows no change, in one sentence; "" where it shows one."""
    if view.paint != "change" or painted_ranking(dataset, view)["change"].notna().any():
        return ""
    earlier = [year for year in dataset.years if year < view.year]
    is_first = not any(view.measure in dataset.measures(year) for year in earlier)
    return t("map.first" if is_first else "map.rescaled", view.lang, year=view.year)


def headline(dataset: Dataset, view: View) -> str:
    """The chosen province's rank and group, its change on a map of changes, or what is missing."""
    position = dataset.position(view.year, view.measure, view.province)
    if position is None:
        has_no_estimate = dataset.estimated and dataset.is_merged(view.province)
        return _first_that_fits(
            dataset, view, "map.title_uncounted" if has_no_estimate else "map.title_missing"
        )
    if view.paint == "change":
        return _change_headline(dataset, view, position)
    lang = view.lang
    group = t("map.title_group", lang, group=phrases.group_name(position["group"], lang).lower())
    ranks = _wordings(
        dataset,
        view,
        "map.title_total" if view.measure == TOTAL else "map.title_measure",
        rank=position["rank"],
        scored=position["scored"],
        all=len(dataset.provinces),
        last=phrases.last_place_note(position, lang),
    )
    # The map's colours tell the group, its subtitle the measure's name.
    rank = first_that_fits(*(text for rank in ranks for text in (rank + group, rank)))
    # Scores of sub-dimensions are so close together that most provinces are near a threshold.
    if "." in view.measure or not position["near"]:
        return capitalize_first(rank)
    notes = (
        phrases.near_threshold_note(position, lang),
        phrases.near_threshold_note(position, lang, brief=True),
        overview.short_threshold_note(position, lang),
    )
    return capitalize_first(first_that_fits(*(f"{rank}, {note}" for note in notes), rank))


def _wordings(dataset: Dataset, view: View, key: str, **values: object) -> list[str]:
    """A text about the province with each name of the measure, the longest first."""
    values |= {"name": dataset.name_in_sentence(view.province, view.lang), "year": view.year}
    names = phrases.headline_names(dataset, view)
    return [t(key, view.lang, measure=name, **values) for name in names]


def _first_that_fits(dataset: Dataset, view: View, *keys: str) -> str:
    return first_that_fits(*(text for key in keys for text in _wordings(dataset, view, key)))


def _change_headline(dataset: Dataset, view: View, position: pd.Series) -> str:
    """The change on the earlier year; a key figure of the trends has that in rank, too."""
    lang = view.lang
    position = changes.with_estimate(dataset, view, position)
    if pd.isna(position["change"]):
        return _first_that_fits(dataset, view, "map.title_no_change", "map.title_no_change_brief")
    if painted(dataset, view) == "from_estimate":
        keys = (
            ("map.title_from_estimate", "map.title_from_estimate_brief")
            if dataset.is_merged(view.province)
            else ("map.title_from_estimate_same", "map.title_from_estimate_same_brief")
        )
        points = changes.difference_phrase(position["change"], lang)
        before = position["prev_year"]
        wordings = (
            text
            for key in keys
            for text in _wordings(dataset, view, key, points=points, before=before)
        )
        return first_that_fits(*wordings)
    places = ", " + phrases.rank_change_phrase(int(position["change_rank"]), lang)
    points = phrases.points_phrase(position["change"], lang)
    values: dict[str, object] = {"points": points, "before": position["prev_year"]}
    whole, short = (
        _wordings(dataset, view, "map.title_change", places=words, **values)
        for words in (places, "")
    )
    return first_that_fits(*whole, *short)


def province_labels(dataset: Dataset, view: View) -> dict[str, str]:
    """The text beside each province's name, by code: its rank, on a map of changes its change."""
    table = painted_ranking(dataset, view)
    if view.paint == "change":
        table = table[table["change"].notna()]
        texts = [format_signed(c, 2, view.lang) for c in table["change"]]
    else:
        texts = table["rank"].astype(str).tolist()
    return dict(zip(table["province"], texts, strict=True))


def own_value(dataset: Dataset, view: View) -> str:
    """What stands below the chosen province's name: its rank, on a map of changes its change.

    Empty where the province has no score; "–" where its change does not compare.
    """
    own = dataset.position(view.year, view.measure, view.province)
    if own is None:
        return ""
    if view.paint == "change":
        return province_labels(dataset, view).get(view.province, "–")
    return phrases.format_rank(dataset, own)


def is_own_value_estimated(dataset: Dataset, view: View) -> bool:
    """Whether ``own_value`` rests on members' scores."""
    if not dataset.estimated or not own_value(dataset, view):
        return False
    # Where no merger changed a province, its change is one between published scores.
    return view.paint != "change" or dataset.is_merged(view.province)


def subtitle(dataset: Dataset, view: View) -> str:
    """Measure, unit, year and coverage; on a map of changes also what limits the comparison."""
    if view.paint != "change":
        return phrases.measure_subtitle(dataset, view, view.measure)
    table = painted_ranking(dataset, view)
    text = t(
        f"map.subtitle_{painted(dataset, view)}",
        view.lang,
        measure=phrases.view_measure_name(dataset, view),
        year=view.year,
        n=int(table["change"].notna().sum()),
        all=len(dataset.provinces),
        base=since.base_year_phrase(view),
        before=view.year - 1,
    )
    older = table["change"].notna() & (table["prev_year"] != view.year - 1)
    if older.any() and not view.shown_since:
        text = f"{text}, {t('map.subtitle_older', view.lang, n=int(older.sum()))}"
    if reason := nothing_compares(dataset, view):
        return f"{text}. {reason}"
    # Single provinces compare over a gap in their years, so that a definition may have changed for
    # them only; the note is for a change that concerns most provinces.
    redefined = table["redefined"].mean() > 0.5
    return f"{text}. {t('map.redefined', view.lang)}" if redefined else text

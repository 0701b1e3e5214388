"""A province of which only some dimensions are published: what is known, and what is not.

Such a province has no total, rank or group in that year. Functions other than ``has_part``,
``has_story`` and ``is_empty_page`` raise LookupError where no dimension is published. Nothing here
speaks of the estimated 34.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from lib.common.numbers import format_number
from lib.common.pages import page_by_slug
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import brief, phrases
from lib.narrative.dimensions import extremes
from lib.narrative.elements import KeyFigure, Paragraph


def has_part(dataset: Dataset, view: View) -> bool:
    """Whether the province has scores in dimensions of the year and no total."""
    return (
        not dataset.estimated
        and view.province not in dataset.total_positions(view.year)
        and bool(dataset.scored_dimensions(view.year, view.province))
    )


def has_story(dataset: Dataset, view: View) -> bool:
    """Whether there is anything to show of the province in the view's year."""
    has_total = view.province in dataset.total_positions(view.year)
    return has_total or has_part(dataset, view)


def is_empty_page(slug: str, dataset: Dataset, view: View) -> bool:
    """Whether a page has nothing to say of the province in the view's year.

    Args:
        slug: the page.
        dataset: that of the 63.
        view: as read from the URL.
    """
    shown, view = resolve_units(dataset, view, page_by_slug(slug).units)
    if slug == "targets":
        return view.province not in shown.total_positions(view.year)
    return slug in ("dimensions", "present", "brief") and not has_story(shown, view)


def headline(dataset: Dataset, view: View) -> str:
    """How many dimensions are published, and how many of them lie above the median."""
    rows = _published(dataset, view)
    counts = _counts(dataset, view, rows)
    if len(rows) == 1:
        return t("partly.headline_one", view.lang, **counts, **_ends(dataset, view, rows))
    above = int((rows["gap_q50"] > 0).sum())
    return t("partly.headline", view.lang, **counts, above=above)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """How much is published, the highest and the lowest rank, how many lie above the median."""
    lang, rows = view.lang, _published(dataset, view)
    counts = _counts(dataset, view, rows)
    figures = [
        KeyFigure(
            t("partly.card_published", lang),
            str(counts["n"]),
            f"/{counts['all']}",
            t("partly.card_no_total", lang),
        )
    ]
    ends = {"partly.card_best": rows.iloc[0]}
    if len(rows) > 1:
        ends["partly.card_worst"] = rows.iloc[-1]
    for key, row in ends.items():
        note = t(
            "partly.card_note",
            lang,
            measure=dataset.measure_name(row["measure"], lang, short=True),
            score=format_number(row["score"], 2, lang),
            median=format_number(row["q50"], 2, lang),
        )
        label = t(key, lang)
        figures.append(KeyFigure(label, str(row["rank"]), f"/{row['scored']}", note))
    above = int((rows["gap_q50"] > 0).sum())
    note = t("partly.card_above_note", lang)
    figures.append(KeyFigure(t("partly.card_above", lang), str(above), f"/{len(rows)}", note))
    return figures


def spoken_sentences(dataset: Dataset, view: View) -> list[str]:
    """Three sentences to read out: what is not published, the highest and lowest, the median."""
    lang, rows = view.lang, _published(dataset, view)
    above = rows[rows["gap_q50"] > 0]
    return [
        not_published(dataset, view),
        t(
            "partly.aloud_ends" if len(rows) > 1 else "partly.aloud_one",
            lang,
            **_ends(dataset, view, rows),
        ),
        t(
            "partly.aloud_above" if len(above) else "partly.aloud_below",
            lang,
            n=len(above),
            of=len(rows),
            names=_names(dataset, above["measure"].sort_values(), lang),
        ),
    ]


def not_published(dataset: Dataset, view: View) -> str:
    """Which dimensions have no score, and what is therefore not known."""
    published = dataset.scored_dimensions(view.year, view.province)
    missing = [d for d in dataset.dimensions(view.year) if d not in published]
    return t(
        "partly.aloud_missing",
        view.lang,
        missing=_names(dataset, missing, view.lang, "“{}”"),  # some names hold a comma
        **_counts(dataset, view, _published(dataset, view)),
    )


def closing_title(dataset: Dataset, view: View) -> str:
    """The ranks by the total in the nearest years that have one; else the headline."""
    lang, ranks = view.lang, dataset.total_ranks(view.province)
    nearest = sorted(sorted(ranks, key=lambda year: (abs(year - view.year), -year))[:2])
    if not nearest:
        return headline(dataset, view)
    years = [
        t("partly.year", lang, year=year, rank=ranks[year], all=len(dataset.provinces))
        for year in nearest
    ]
    name = dataset.province_name(view.province, lang)
    return t("partly.closing", lang, name=name, years=phrases.join_list(years, lang))


def paragraphs(dataset: Dataset, view: View) -> list[Paragraph]:
    """Where the province stands highest, where lowest, and what is not published."""
    lang = view.lang
    strong, weak = (
        " ".join(extremes.extreme_sentences(dataset, view, kind)) for kind in ("strong", "weak")
    )
    return [
        Paragraph(extremes.extreme_heading(dataset, view, "strong"), strong),
        Paragraph(extremes.extreme_heading(dataset, view, "weak"), weak),
        Paragraph(t("partly.h_missing", lang), not_published(dataset, view)),
    ]


def plain_text(dataset: Dataset, view: View) -> str:
    """The whole brief as plain text, as ``brief.plain_text`` is that of a province with a total."""
    return brief.text_file(
        headline(dataset, view),
        spoken_sentences(dataset, view),
        paragraphs(dataset, view),
        phrases.source_line(dataset, view),
    )


def _published(dataset: Dataset, view: View) -> pd.DataFrame:
    """The province's positions in the published dimensions, highest percentile first."""
    dimensions = dataset.dimensions(view.year)
    rows = dataset.positions_best_first(view.year, view.province, dimensions)
    if rows.empty:
        raise LookupError(f"{view.province} has no dimension in {view.year}")
    return rows


def _counts(dataset: Dataset, view: View, rows: pd.DataFrame) -> dict[str, Any]:
    """Name, year, and how many dimensions of how many are published, by placeholder."""
    return {
        "name": dataset.province_name(view.province, view.lang),
        "year": view.year,
        "n": len(rows),
        "all": len(dataset.dimensions(view.year)),
    }


def _ends(dataset: Dataset, view: View, rows: pd.DataFrame) -> dict[str, str]:
    """The first and the last row's name, rank, score and median, by placeholder."""
    lang = view.lang
    values: dict[str, str] = {}
    for end, row in (("best", rows.iloc[0]), ("worst", rows.iloc[-1])):
        values |= {
            end: phrases.short_name_in_sentence(dataset, row["measure"], lang),
            f"{end}_rank": f"{row['rank']}/{row['scored']}",
            f"{end}_score": format_number(row["score"], 2, lang),
            f"{end}_median": format_number(row["q50"], 2, lang),
        }
    return values


def _names(dataset: Dataset, measures: Iterable[str], lang: str, form: str = "{}") -> str:
    names = [phrases.short_name_in_sentence(dataset, measure, lang) for measure in measures]
    return phrases.join_list([form.format(name) for name in names], lang)

"""The table of everything in words, and as a frame for files."""

import pandas as pd

from lib.common.strings import capitalize_first, first_that_fits
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.estimates import FigureLabels
from lib.narrative.table.rows import NAME, Row, cells_by_province, columns, order, rows
from lib.stats.ranking import GROUPS, TOTAL


def headline(dataset: Dataset, view: View) -> str:
    """In how many of the parts the chosen province is in the highest and in the lowest group."""
    lang, total_is_first = view.lang, columns(dataset, view)[0] == TOTAL
    parts = [m for m in columns(dataset, view)[1:] if m != TOTAL]
    name = dataset.name_in_sentence(view.province, lang)
    own = cells_by_province(dataset, view.year, lang).get(view.province, {})
    groups = [own[measure].group for measure in parts if measure in own]
    if not groups:
        return phrases.missing_score_sentence(dataset, view, columns(dataset, view)[0])
    values = {
        "name": name,
        "year": view.year,
        "n": len(groups),
        "highest": groups.count(GROUPS[0]),
        "lowest": groups.count(GROUPS[-1]),
        "measure": phrases.short_name_in_sentence(dataset, columns(dataset, view)[0], lang),
    }
    # The year stands in the field beside the headline.
    keys = (
        ("table.headline", "table.headline_no_year", "table.headline_brief")
        if total_is_first
        else ("table.headline_parts", "table.headline_parts_brief")
    )
    wordings = (t(key, lang, **values) for key in keys)
    return capitalize_first(first_that_fits(*wordings, room=estimates.headline_room(dataset, view)))


def title(dataset: Dataset, view: View, shown: list[Row]) -> str:
    """Who is highest and who lowest among the rows that are shown, in what they are sorted by."""
    measures, lang = columns(dataset, view), view.lang
    column = order(dataset, view)[0]
    measure = measures[0] if column == NAME else column
    at = measures.index(measure)
    scored = sorted((row for row in shown if row.cells[at].rank), key=lambda r: r.cells[at].rank)
    values = {"measure": dataset.measure_name(measure, lang), "n": len(shown)}
    if len(scored) < 2:
        return t("table.title_few", lang, **values)
    first, last = scored[0], scored[-1]
    text = t(
        "table.title",
        lang,
        first=first.name,
        first_score=first.cells[at].text,
        last=last.name,
        last_score=last.cells[at].text,
        **values,
    )
    return FigureLabels(dataset, view, several_provinces=True).title(text)


def subtitle(dataset: Dataset, view: View, shown: list[Row]) -> str:
    """What the cells hold, of how many provinces, in which year."""
    is_part = len(shown) < len(dataset.provinces)
    text = t(
        "table.subtitle_part" if is_part else "table.subtitle",
        view.lang,
        year=view.year,
        n=len(shown),
        all=len(dataset.provinces),
        coverage=phrases.coverage_phrase(dataset, view, columns(dataset, view)[0]),
    )
    return FigureLabels(dataset, view, several_provinces=True).subtitle(text)


def column_title(dataset: Dataset, measure: str, lang: str) -> str:
    """The header of a measure: its code and its short name."""
    name = dataset.measure_name(measure, lang, short=True)
    return name if measure == TOTAL else f"{measure}. {name}"


def as_frame(dataset: Dataset, view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are shown, for files.

    Returns:
        The table: code, province, what it is for the view, region, then the scores (points) and
        the ranks of every measure. And the groups (1-4, 0 = none) of its score columns.
    """
    lang, measures, shown = view.lang, columns(dataset, view), rows(dataset, view)
    codes = [row.code for row in shown]
    own = dataset.province_name(view.province, lang)
    kinds = {"own": own, "peer": t("table.kind_peer", lang), "": ""}
    scores = {code: dataset.scores_of(view.year, code) for code in codes}
    table = pd.DataFrame(
        {
            t("column.code", lang): codes,
            t("column.province", lang): [row.name for row in shown],
            t("table.kind", lang): [kinds[row.kind] for row in shown],
            t("column.region", lang): [dataset.region_name(code, lang) for code in codes],
        }
    )
    for name, values in estimates.score_kinds(dataset, codes, lang).items():
        table[t(f"column.{name}", lang)] = values
    groups = pd.DataFrame(index=table.index)
    for at, measure in enumerate(measures):
        column = column_title(dataset, measure, lang)
        table[column] = pd.Series([scores[code].get(measure) for code in codes], dtype=float)
        groups[column] = [row.cells[at].group for row in shown]
    for at, measure in enumerate(measures):
        column = f"{t('column.rank', lang)}: {column_title(dataset, measure, lang)}"
        ranks = [row.cells[at].rank or None for row in shown]
        table[column] = pd.Series(ranks, dtype="Int64")
    return table, groups

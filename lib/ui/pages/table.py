"""Parts of the page with the table of everything: what is shown, the table, its files."""

from functools import partial

import streamlit as st

from lib.charts.figure import LegendItem
from lib.charts.province_marks import kind_legend
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import province_file_name
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import absent_provinces, estimates, phrases
from lib.narrative.table import rows, words
from lib.stats.ranking import TOTAL
from lib.ui import files
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.links import current_link, page_link
from lib.ui.parts.select_field import show_select_field
from lib.ui.parts.texts import show_figure_heading
from lib.ui.session import current_slug

_COLUMNS_IN_HALVES = 36  # rows; on paper longer tables stand in two halves side by side


def columns_select(dataset: Dataset, view: View) -> None:
    """The total with the dimensions, or one dimension with its sub-dimensions."""
    lang = view.lang
    names = {TOTAL: t("table.columns_all", lang, n=len(dataset.dimensions(view.year)))} | {
        d: f"{d}. {dataset.measure_name(d, lang)}" for d in dataset.dimensions(view.year)
    }
    chosen = rows.columns(dataset, view)[0]
    show_select_field(view, "measure", t("table.columns", lang), names, chosen)


def only_select(dataset: Dataset, view: View) -> None:
    """All provinces, the peers, one group or one region."""
    choices = rows.only_choices(dataset, view)
    chosen = view.only if view.only in choices else ""
    show_select_field(view, "only", t("table.only", view.lang), choices, chosen)


def show_score_table(dataset: Dataset, view: View) -> None:
    """The table: its title, the legend, a row a province; a header sorts by its column."""
    lang, shown = view.lang, rows.rows(dataset, view)
    title = words.title(dataset, view, shown)
    show_figure_heading(title, words.subtitle(dataset, view, shown))
    sorted_by, reverse = rows.order(dataset, view)
    headers = []
    for column in (rows.NAME, *rows.columns(dataset, view)):
        label = (
            t("column.province", lang)
            if column == rows.NAME
            else words.column_title(dataset, column, lang)
        )
        ascends = reverse != (column == rows.NAME)
        direction = ("ascending" if ascends else "descending") if column == sorted_by else ""
        order = rows.next_order(dataset, view, column)
        link = page_link(view, current_slug(), label, sort=order)
        headers.append((link, direction))
    source = estimates.ESTIMATED_SOURCES["source.scores"] if dataset.estimated else "source.scores"
    show_html(
        "pages/score_table",
        legend_items=_legend(dataset, view, shown),
        label=title,
        headers=headers,
        rows=[
            (row, page_link(view, "overview", row.name, province=row.code, sort="", only=""))
            for row in shown
        ],
        missing=t("say.missing", lang),
        how_to_sort=t("table.how_to_sort", lang),
        halves=len(shown) > _COLUMNS_IN_HALVES,
        source_line=phrases.source_line(dataset, view, source),
    )


def show_table_files(dataset: Dataset, view: View) -> None:
    """The rows on screen as a spreadsheet in the same colours, and as CSV."""
    measure = rows.columns(dataset, view)[0]
    name = partial(province_file_name, dataset, view, "table", "" if measure == TOTAL else measure)
    make_book = partial(files.write_table_workbook, view, current_link(view))
    make_csv = partial(csv_bytes, words.as_frame(dataset, view)[0], view.lang)
    with st.container(horizontal=True):
        for key, make, ending in (
            ("table.xlsx", make_book, ".xlsx"),
            ("chart.csv", make_csv, ".csv"),
        ):
            download_button(t(key, view.lang), make, name(ending=ending))


def _legend(dataset: Dataset, view: View, shown: list[rows.Row]) -> list[LegendItem]:
    """The groups, the chosen province and its peers, and scores that are not published."""
    lang, palette = view.lang, PALETTES[view.theme]
    items = [
        LegendItem(palette.groups[group.code - 1], group.name, group.scores + group.close)
        for group in phrases.group_ranges(dataset, view, rows.columns(dataset, view)[0])
    ]
    items += kind_legend(dataset, view, palette)[:2]
    unpublished = [row.code for row in shown if not all(cell.rank for cell in row.cells)]
    if unpublished:
        reason = absent_provinces.no_score_reason(dataset, lang, unpublished)
        items.append(LegendItem(palette.muted, reason, dashed=True))
    return items

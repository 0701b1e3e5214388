"""Parts of the page on dimensions."""

from functools import partial

from lib.common.text import t
from lib.exports.csv_files import csv_bytes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases, tables
from lib.ui.controls import dimension_pills
from lib.ui.downloads import download_button, file_name, units_suffix
from lib.ui.parts.tables import show_short_table
from lib.ui.parts.texts import show_figure_heading, show_note


def show_sub_dimensions(dataset: Dataset, view: View) -> None:
    """The sub-dimensions of one dimension as a table to download.

    The dimension is that of the view's measure; where that is the total, the weakest one.
    """
    lang = view.lang
    dimension = view.measure.split(".")[0]
    if dimension not in dataset.dimensions(view.year):
        profile = dataset.dimension_positions(view.year, view.province)
        dimension = str(profile.loc[profile["percentile"].idxmin(), "measure"])
    dimension_pills(dataset, view, dimension, "control.dimension")
    title, subtitle = phrases.sub_dimension_titles(dataset, view, dimension)
    source = "source.scores"
    table = tables.province_table(dataset, view, dataset.sub_dimensions(view.year, dimension))
    if dataset.estimated:
        title = estimates.tag_sentence(title, dataset, view)
        source = estimates.ESTIMATED_SOURCES[source]
    show_figure_heading(title, subtitle)
    code, name = t("column.code", lang), t("column.measure", lang)
    on_screen = table.assign(**{name: table[code] + " " + table[name]})
    on_screen = on_screen.drop(columns=[code, t("column.scored", lang)])
    show_short_table(view, on_screen)
    show_note(phrases.source_line(view, source, year=view.year))
    about = (dimension, view.province, view.year, *units_suffix(view))
    make = partial(csv_bytes, table)
    download_button(t("chart.csv", lang), make, file_name(view, *about, ending=".csv"))

"""The table of everything as a spreadsheet (XLSX) in the colours of its groups."""

from lib.common import spreadsheet
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.table import rows, words


def table_workbook(dataset: Dataset, view: View, link: str) -> bytes:
    """The rows that a view shows, scores filled with the colours of their groups.

    Args:
        dataset: that of the 63; the view says which list of provinces is shown.
        view: year, measure, order and what is shown.
        link: the address of the view, for the notes.
    """
    shown, lang = dataset_of_view(dataset, view), view.lang
    frame, groups = words.as_frame(shown, view)
    fills = groups.replace({0: ""} | dict(enumerate(LIGHT.groups, start=1)))
    sheet = t("page.table", lang)
    notes = [
        words.title(shown, view, rows.rows(shown, view)),
        words.subtitle(shown, view, rows.rows(shown, view)),
        *[
            t("table.fill", lang, group=found.name, range=found.scores, close=found.close)
            for found in phrases.group_ranges(shown, view, rows.columns(shown, view)[0])
        ],
        phrases.source_line(shown, view, _source(shown)),
        *([estimates.page_note(shown, view)] if shown.estimated else []),
        link,
    ]
    return spreadsheet.write_xlsx(
        {sheet: frame}, (t("extract.notes", lang), notes), fills={sheet: fills}
    )


def _source(dataset: Dataset) -> str:
    return estimates.ESTIMATED_SOURCES["source.scores"] if dataset.estimated else "source.scores"

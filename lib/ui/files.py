"""Files that are made when somebody asks for one.

They are made outside of a session's run, so everything that decides on their content is in the
view. Each is made anew; pictures, which many viewers want, are in ``lib.ui.cache``.
"""

from dataclasses import replace

from lib.exports import score_table, workbooks
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.ui.cache import dataset_of_preview, draw_slot


def write_pdf(view: View, base_url: str) -> bytes:
    """The story on paper, with links to the app at ``base_url``."""
    # With typst, which only this file needs.
    from lib.exports.pdf import document

    return document.pdf_bytes(*_for_paper(view), base_url, draw_slot)


def write_pptx(view: View, base_url: str) -> bytes:
    """The story as slides, with links to the app at ``base_url``."""
    # With python-pptx, which only this file needs.
    from lib.exports.pptx import slides

    return slides.pptx_bytes(*_for_paper(view), base_url)


def write_view_workbook(view: View) -> bytes:
    """The data of the story's figures as a spreadsheet."""
    return workbooks.view_workbook(*_for_paper(view), draw_slot)


def write_table_workbook(view: View, link: str) -> bytes:
    """The table of everything as the view shows it; ``link`` is its address."""
    return score_table.table_workbook(*_for_paper(view), link)


def write_full_workbook(view: View) -> bytes:
    """All data as a spreadsheet in the view's language."""
    return workbooks.full_workbook(dataset_of_preview(view.preview), view.lang)


def _for_paper(view: View) -> tuple[Dataset, View]:
    """The data that a view shows, and the view in the light theme: paper is white."""
    dataset = dataset_of_view(dataset_of_preview(view.preview), view)
    return dataset, replace(view, theme="light")

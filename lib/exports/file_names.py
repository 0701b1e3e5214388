"""What files are called: ``papi-long-an-2023-vi.pptx``."""

from lib.common.strings import folded_words
from lib.model.dataset import Dataset
from lib.model.view import View


def province_slug(dataset: Dataset, province: str) -> str:
    """A province's short name in letters that every system has: "thua-thien-hue"."""
    return "-".join(folded_words(dataset.province_name(province, "vi")))


def file_name(view: View, *parts: str, ending: str, years: tuple[int, ...] = ()) -> str:
    """The name of a file: what it holds, the year, the list of provinces, the language.

    Args:
        view: the names of a preview of uploaded data say that it is one, those of the 34 too.
        parts: what the file holds, "" for nothing.
        ending: ``.csv`` and so on.
        years: the years of the file, where it is not the view's.
    """
    prefix = "xem-thu-papi" if view.preview else "papi"
    units = ["34"] if view.shown_units == "34" else []
    spanned = [str(year) for year in years or (view.year,)]
    return "-".join(filter(None, [prefix, *parts, *spanned, *units, view.lang])) + ending


def province_file_name(dataset: Dataset, view: View, *parts: str, ending: str) -> str:
    """The name of a file about the view's province, year and language (see ``file_name``).

    Args:
        dataset: knows the province's name.
        view: whose file it is.
        parts: what the file holds beside the province.
        ending: ``.csv`` and so on.
    """
    return file_name(view, *parts, province_slug(dataset, view.province), ending=ending)

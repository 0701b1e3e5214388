"""What files of a province are called: ``papi-long-an-2023-vi.pptx``."""

from lib.common.strings import folded_words
from lib.model.dataset import Dataset
from lib.model.view import View


def province_slug(dataset: Dataset, province: str) -> str:
    """A province's short name in letters that every system has: "thua-thien-hue"."""
    return "-".join(folded_words(dataset.province_name(province, "vi")))


def province_file_name(dataset: Dataset, view: View, *parts: str, ending: str) -> str:
    """The name of a file about the view's province, year and language.

    Args:
        dataset: knows the province's name.
        view: the names of a preview of uploaded data say that it is one, those of the 34 too.
        parts: what the file holds beside the province, "" for nothing.
        ending: ``.csv`` and so on.
    """
    prefix = "xem-thu-papi" if view.preview else "papi"
    slug = province_slug(dataset, view.province)
    units = ["34"] if view.shown_units == "34" else []
    return "-".join([prefix, *parts, slug, str(view.year), *units, view.lang]) + ending

"""Parts of the overview: what it shows of a province that is only partly published."""

import streamlit as st

from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import partly_published
from lib.ui.cache import compute
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_nearest_years, show_partial_note
from lib.ui.parts.texts import show_numbered_list


def show_published_part(dataset: Dataset, view: View) -> bool:
    """The published dimensions of a province without a total.

    Returns:
        Whether the province is one; nothing is shown where it is not.
    """
    if not partly_published.has_part(dataset, view):
        return False
    show_head(dataset, view, compute(partly_published.headline, view))
    show_partial_note(dataset, view)
    show_key_figures(compute(partly_published.key_figures, view), "even")
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        show_chart(view, "overview.profile")
        show_chart(view, "dimensions.strip")
    with right:
        show_chart(view, "overview.country", tall=True)
    show_numbered_list(view, "overview.aloud", compute(partly_published.spoken_sentences, view))
    show_nearest_years(dataset, view)
    show_next_pages(view, "dimensions", "map", "present")
    return True

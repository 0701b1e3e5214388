"""What a viewer should notice first: unusable URL parameters, missing scores, failures."""

from collections.abc import Sequence

import streamlit as st

from lib.common.pages import PAGES
from lib.common.text import Language, t
from lib.model.dataset import Dataset
from lib.model.url_parameters import Notice
from lib.model.view import View
from lib.narrative.phrases import missing_score_sentence
from lib.stats.ranking import TOTAL
from lib.ui.html import show_html
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.links import Link, page_link, show_next_pages
from lib.ui.parts.texts import show_note
from lib.ui.session import current_slug

# Offered where a page has nothing of the province in its year; these have.
_NEXT_PAGES = ("map", "trends", "table", "merged")


def show_notices(view: View, notices: Sequence[Notice]) -> None:
    """What in the URL could not be used, one sentence each."""
    pairs: list[tuple[str, Link | None]] = []
    quiet: list[str] = []  # nothing is lost, so nothing should catch the eye
    for notice in notices:
        sentence = t(f"notice.{notice.code}", view.lang, **dict(notice.values))
        if notice.code == "repaired":
            quiet.append(sentence)
            continue
        pairs.append((sentence, _way_out(view, notice)))
    if pairs:
        show_html("parts/notices", notices=pairs)
    for sentence in quiet:
        show_note(sentence)


def _way_out(view: View, notice: Notice) -> Link | None:
    """The link after a notice; most have none."""
    if notice.code == "year_late":  # it may come from a preview
        return page_link(view, "preview", t("page.preview", view.lang))
    if notice.code == "namesake":
        return page_link(view, PAGES[0].slug, dict(notice.values)["new"], units="34")
    return None


def show_notice_sentences(sentences: Sequence[str]) -> None:
    """Sentences in the notices' look; nothing where there are none."""
    if sentences:
        show_html("parts/notices", notices=[(sentence, None) for sentence in sentences])


def show_missing_score(
    dataset: Dataset,
    view: View,
    measure: str = TOTAL,
    charts: Sequence[str] = (),
    next_pages: bool = True,
) -> bool:
    """Where the province has no score, say so in the page's head and show what there is.

    Args:
        dataset: the data on screen.
        view: the province and the year.
        measure: whose score the page needs.
        charts: those of the page that need no score of that year, of provinces that have a score
            in some year.
        next_pages: whether other pages are offered; not where the page goes on.

    Returns:
        Whether the score is missing.
    """
    if dataset.position(view.year, measure, view.province) is not None:
        return False
    # A title has no full stop.
    show_head(dataset, view, missing_score_sentence(dataset, view, measure).removesuffix("."))
    show_nearest_years(dataset, view, measure)
    if _nearest_years(dataset, view, measure):
        for name in charts:
            show_chart(view, name)
    if next_pages:
        show_next_pages(view, *(slug for slug in _NEXT_PAGES if slug != current_slug()))
    return True


def show_nearest_years(dataset: Dataset, view: View, measure: str = TOTAL) -> None:
    """Links to this page in the nearest years in which the province has a score."""
    lang, slug = view.lang, current_slug()
    years = _nearest_years(dataset, view, measure)
    st.write(t("empty.way_on", lang) if years else t("empty.still", lang))
    links = [page_link(view, slug, t("empty.go_year", lang, year=y), year=y) for y in years]
    show_html("parts/links_line", items=links)


def _nearest_years(dataset: Dataset, view: View, measure: str) -> list[int]:
    """The two years nearest to the view's in which the province has a score, the later on a tie."""
    table = dataset.positions
    rows = table[(table["province"] == view.province) & (table["measure"] == measure)]
    by_distance = sorted(map(int, rows["year"]), key=lambda y: (abs(y - view.year), -y))
    return sorted(by_distance[:2])


def show_partial_note(dataset: Dataset, view: View) -> None:
    """Where only some of the province's scores are published: the sentence that says so."""
    if dataset.position(view.year, TOTAL, view.province) is None:
        show_notice_sentences([missing_score_sentence(dataset, view)])


def show_failure(lang: Language, sentence: str, next_step: str = "") -> None:
    """A plain page for data that cannot be trusted, or for an error."""
    st.title(t("failure.title", lang))
    st.error(sentence)
    st.write(next_step or t("failure.next", lang))

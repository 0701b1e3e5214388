"""Pieces of text that several pages use: titles, notes, lists, paragraphs."""

from collections.abc import Sequence

from lib.common.text import t
from lib.model.view import View
from lib.ui.html import show_html


def show_title(text: str) -> None:
    """A page's first heading."""
    show_html("parts/title", text=text)


def show_figure_heading(title: str, subtitle: str, element_id: str = "", alt: str = "") -> None:
    """The conclusion of a figure or a table ("" for none) over what it shows.

    Args:
        element_id: where links to the figure scroll to.
        alt: what a screen reader reads in place of the picture below.
    """
    show_html("parts/figure_heading", title=title, subtitle=subtitle, id=element_id, alt=alt)


def show_note(sentence: str) -> None:
    """One quiet sentence: a source, a remark, or what stands in place of a picture."""
    show_html("parts/note", sentence=sentence)


def show_numbered_list(view: View, title: str, sentences: Sequence[str], rest: str = "") -> None:
    """Sentences as a numbered list under a heading (a text key); nothing where there are none.

    Args:
        view: whose language is used.
        title: a text key.
        sentences: the items.
        rest: what the list leaves out, in a sentence below it without a number; "" for nothing.
    """
    if sentences:
        heading = t(title, view.lang)
        show_html("parts/numbered_list", heading=heading, sentences=sentences, rest=rest)


def show_paragraphs(view: View, title: str, sentences: Sequence[str]) -> None:
    """Short paragraphs under a heading (a text key)."""
    show_html("parts/paragraphs", heading=t(title, view.lang), sentences=sentences)


def option_label(text: str) -> str:
    """The label of an option of a segmented control, whose blank the browser leaves out.

    Streamlit looks for an emoji in the first word of a label, for which it loads 3.5 MB; before a
    blank there is no word.
    """
    return f" {text}"

"""The conclusions in words, one module a page: sentences and key figures, every number computed.

Nothing here claims a cause.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyFigure:
    """One key figure: its label, the figure, what it is out of, and a note below.

    ``who`` is the province whose colour in the charts edges the card; ``estimated``: a broken edge.
    """

    label: str
    figure: str
    suffix: str
    note: str
    who: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A short paragraph of a text with its heading, and the page that shows more ("" = none)."""

    heading: str
    text: str
    slug: str = ""


@dataclass(frozen=True)
class Question:
    """What may be asked, its answer, and what shows it: a page, changes to the view, a figure."""

    ask: str
    answer: str
    slug: str
    changes: tuple[tuple[str, object], ...] = ()
    show: str = ""

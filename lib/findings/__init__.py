"""The conclusions in words, one module a page: sentences and key figures, every number computed.

Nothing here claims a cause.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kpi:
    """One key figure: its label, the figure, what it is out of, and a note below."""

    label: str
    figure: str
    suffix: str
    note: str


@dataclass(frozen=True)
class Paragraph:
    """A short paragraph of a text with its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Question:
    """What may be asked, its answer, and the page that shows it: a slug and changes to the view."""

    ask: str
    answer: str
    slug: str
    changes: tuple[tuple[str, str], ...] = ()

"""The units that the texts are made of: key figures, paragraphs and questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyFigure:
    """One key figure of a page or a screen.

    Attributes:
        label: what is measured.
        figure: the number or the short text, as it is written.
        suffix: what follows the figure in smaller letters: its unit, or what it is out of.
        note: a short remark below it.
        province: code of the province that it belongs to; a chart's colour of that province edges
            the card. "" for none.
        estimated: whether the figure is an estimate, which is shown by a broken edge.
    """

    label: str
    figure: str
    suffix: str
    note: str
    province: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A short paragraph with its heading, and the slug of the page that shows more ("" = none)."""

    heading: str
    text: str
    slug: str = ""


@dataclass(frozen=True)
class Question:
    """A question that may be asked, its answer, and where the answer can be seen.

    Attributes:
        text: the question.
        answer: one to four sentences.
        slug: the page that shows it.
        changes: fields of the view, with their values, that the link to the page changes.
        chart: the chart to scroll to on that page ("" = none), by its name in
            ``lib.charts.registry.CHARTS``.
    """

    text: str
    answer: str
    slug: str
    changes: tuple[tuple[str, object], ...] = ()
    chart: str = ""

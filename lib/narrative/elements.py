"""The units that texts and stories are made of: key figures, paragraphs, questions, screens."""

from dataclasses import dataclass

from lib.model.view import View


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


@dataclass(frozen=True)
class ChartSlot:
    """A chart on a screen.

    Attributes:
        chart: its name in ``lib.charts.registry.CHARTS``.
        view: what it shows.
        width: its fraction of the screen's width.
    """

    chart: str
    view: View
    width: float = 1.0


@dataclass(frozen=True)
class Screen:
    """One screen: one message and what shows it.

    Attributes:
        name: its name in ``story.SCREENS``; also the end of its text keys.
        slug: the page that shows more, opened with ``view``.
        view: what the screen shows.
        title: the message, computed from the data.
        subtitle: what is measured, in which year, for how many provinces.
        notes: the speaker's notes, sentence by sentence.
        remark: a reservation without which the title would mislead, "" for most screens.
        key_figures, charts, paragraphs: what is on it, from the top; each may be empty.
        optional_charts: names of charts that the two printed pages leave out for larger ones.
        subtitle_without: the subtitle where they are left out; "" where it is the same.
        source: text key of the source sentence below.
        origin: a further source, in a sentence after that one.
        has_qr_code: whether it carries a QR code that opens the view on a phone.
    """

    name: str
    slug: str
    view: View
    title: str
    subtitle: str
    notes: tuple[str, ...]
    remark: str = ""
    key_figures: tuple[KeyFigure, ...] = ()
    charts: tuple[ChartSlot, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    optional_charts: tuple[str, ...] = ()
    subtitle_without: str = ""
    source: str = "source.scores"
    origin: str = ""
    has_qr_code: bool = False

    @property
    def full_subtitle(self) -> str:
        """The text below the title: the subtitle, and the remark where there is one."""
        return f"{self.subtitle}. {self.remark}" if self.remark else self.subtitle

"""The story on a projector: every screen as HTML that fills 16:9, its charts as SVG.

The style sheet's sizes are in em of a slide 64 em wide: 1 em is 20 px, the smallest text, on a
screen of 1280 x 720. The page scales the whole. Charts are laid out in px of that screen.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from lib.charts.figure import Figure, LegendItem
from lib.common import html_templates, letter_widths
from lib.common import svg as common_svg
from lib.common.text import t
from lib.common.theme import FONT, PALETTES
from lib.exports import images, qr_code
from lib.exports.figure_source import FigureSource, draw_figure
from lib.model.dataset import Dataset
from lib.narrative.elements import ChartSlot, Screen
from lib.narrative.story import screen_source, screen_url

_TEMPLATES = Path(__file__).with_name("templates")

WIDTH = 1280  # px of the smallest screen that it is laid out for
HEIGHT = 720  # px
TEXT_SIZE = 20  # px
_TITLE_SIZE = 36  # px
# What presentation.css gives the parts of a screen, px.
_MARGIN = 48  # left and right
_TOP_MARGIN = 30
_FOOTER_HEIGHT = 46
_GAP = 16  # between header, key figures and figures
_KICKER_HEIGHT = 28
_TITLE_LINE_HEIGHT = 44
_TEXT_LINE_HEIGHT = 26
_KEY_FIGURES_HEIGHT = 108
_FIGURE_GAP = 28  # between two figures
_NUMBER_WIDTH = 90  # of the screen's number beside the source
_LEGEND_LINE_HEIGHT = 30
_LEGEND_MARGIN = 12
_SWATCH_WIDTH = 28  # with the space after it
_LEGEND_GAP = 24  # between two items
_MAP_LEGEND_FRACTION = 0.34  # of a map's width, for the legend beside it
# Paragraphs beside the code: the size of their text, its line height, the width and the space that
# each has, px. Longer ones are set smaller and wider (presentation.css: dense).
_PARAGRAPH_SIZE = 22
_PARAGRAPH_LINE_HEIGHT = 30
_PARAGRAPH_WIDTH = 840
_PARAGRAPH_GAP = 14
_MIN_STRETCH = 0.6  # of its height on a page, to which a chart may be compressed


@dataclass(frozen=True)
class RenderedScreen:
    """One screen ready for the browser.

    Attributes:
        html: the screen.
        label: its number among all in words, for screen readers.
        slug: the page that tells more.
        title: the screen's message.
        notes: what to say, sentence by sentence.
        url: address of the page that tells more.
        qr_code: ``url`` as a QR code, SVG.
    """

    html: str
    label: str
    slug: str
    title: str
    notes: tuple[str, ...]
    url: str
    qr_code: str


@dataclass(frozen=True)
class _PlacedFigure:
    """A figure as the template shows it.

    Attributes:
        svg: the chart.
        flex: its part of the width, as a CSS number.
        caption: what the figure measures; None where the screen's subtitle says so.
        legend: its legend.
        legend_beside: whether the legend stands beside the chart instead of below it.
    """

    svg: Markup
    flex: str
    caption: str | None
    legend: Sequence[LegendItem]
    legend_beside: bool


def render_screen(
    dataset: Dataset,
    screen: Screen,
    base_url: str,
    number: int,
    count: int,
    figure_source: FigureSource = draw_figure,
) -> RenderedScreen:
    """Render one screen of the story.

    Args:
        dataset: The data.
        screen: The screen.
        base_url: The app's public address without a slash at its end.
        number: Which screen of the story it is, from 1.
        count: How many screens the story has.
        figure_source: Where its figures come from.
    """
    lang = screen.view.lang
    figures = [figure_source(dataset, slot) for slot in screen.charts]
    url = screen_url(screen, base_url)
    code = qr_code.svg(url)
    label = t("present.position", lang, number=number, count=count)
    section = html_templates.render(
        _TEMPLATES,
        "screen.html.jinja",
        screen=screen,
        position=f"{number}/{count}",
        label=label,
        kicker=_kicker(dataset, screen),
        subtitle=_subtitle(screen, figures),
        figures=_place_figures(dataset, screen, figures),
        source=screen_source(dataset, screen),
        is_dense=_is_dense(screen),
        qr_code=Markup(code),
        qr_caption=t("present.open", lang),
        short_url=url.split("://")[-1],
    )
    return _rendered(screen, html_templates.keep_whole(section, "h2"), label, url, code)


def render_pending_screen(
    dataset: Dataset, screen: Screen, base_url: str, number: int, count: int
) -> RenderedScreen:
    """A screen that says what it will show, to stand in until ``render_screen`` is done.

    Args: as of ``render_screen``.
    """
    label = t("present.position", screen.view.lang, number=number, count=count)
    section = html_templates.render(
        _TEMPLATES,
        "pending_screen.html.jinja",
        screen=screen,
        position=f"{number}/{count}",
        label=label,
        kicker=_kicker(dataset, screen),
        drawing=t("present.drawing", screen.view.lang),
    )
    url = screen_url(screen, base_url)
    return _rendered(screen, html_templates.keep_whole(section, "h2"), label, url, qr_code.svg(url))


class RenderedStory:
    """The screens of a story as HTML, each rendered when it is first asked for."""

    def __init__(
        self,
        dataset: Dataset,
        story: Sequence[Screen],
        base_url: str,
        figure_source: FigureSource = draw_figure,
    ) -> None:
        """Render nothing yet.

        Args:
            dataset: The data.
            story: Its screens.
            base_url: The app's public address without a slash at its end.
            figure_source: Where the figures come from.
        """
        self._dataset, self._story, self._base_url = dataset, story, base_url
        self._figure_source = figure_source
        self._rendered: dict[int, RenderedScreen] = {}

    @property
    def is_complete(self) -> bool:
        """Whether every screen is rendered."""
        return len(self._rendered) == len(self._story)

    def render(self, number: int) -> None:
        """Render a screen (from 1) unless it is."""
        if number not in self._rendered:
            self._rendered[number] = render_screen(*self._place(number), self._figure_source)

    def render_all(self) -> None:
        """Render every screen that is not yet."""
        for number in range(1, len(self._story) + 1):
            self.render(number)

    def screens(self) -> list[RenderedScreen]:
        """All screens; those that are not rendered say what they will show."""
        return [
            self._rendered.get(number) or render_pending_screen(*self._place(number))
            for number in range(1, len(self._story) + 1)
        ]

    def _place(self, number: int) -> tuple[Dataset, Screen, str, int, int]:
        """The first arguments of ``render_screen``."""
        return self._dataset, self._story[number - 1], self._base_url, number, len(self._story)


def _rendered(screen: Screen, section: str, label: str, url: str, code: str) -> RenderedScreen:
    return RenderedScreen(
        html=section,
        label=label,
        slug=screen.slug,
        title=screen.title,
        notes=screen.notes,
        url=url,
        qr_code=code,
    )


def _kicker(dataset: Dataset, screen: Screen) -> str:
    """Whose story it is, above a screen's title."""
    view = screen.view
    name = dataset.name_in_sentence(view.province, view.lang)
    return t("present.kicker", view.lang, name=name, year=view.year)


def css_variables(theme: str) -> str:
    """The colours of a theme ("light" or "dark") as the CSS variables of a screen."""
    palette = PALETTES[theme]
    names = ("ink", "muted", "grid", "accent", "second", "band", "background")
    return "".join(f"--{name}:{getattr(palette, name)};" for name in names)


def _subtitle(screen: Screen, figures: Sequence[Figure]) -> str:
    """What stands below the title; several figures have captions that say what they measure."""
    if len(figures) > 1:
        return screen.remark
    if not figures:
        return screen.full_subtitle
    return ". ".join(filter(None, (figures[0].subtitle, screen.remark)))


def _place_figures(
    dataset: Dataset, screen: Screen, figures: Sequence[Figure]
) -> list[_PlacedFigure]:
    """The figures side by side, as tall as the texts of the screen allow."""
    width = WIDTH - 2 * _MARGIN - _FIGURE_GAP * (len(figures) - 1)
    height: float = HEIGHT - _TOP_MARGIN - _FOOTER_HEIGHT - _GAP * 2
    height -= _header_height(screen, figures)
    if screen.key_figures:
        height -= _KEY_FIGURES_HEIGHT + _GAP
    source = screen_source(dataset, screen)
    source_width = WIDTH - 2 * _MARGIN - _NUMBER_WIDTH
    # The footer's height holds one line of the source.
    height -= _TEXT_LINE_HEIGHT * (_line_count(source, source_width) - 1)
    return [
        _place_figure(dataset, slot, figure, slot.width * width, height, len(figures) > 1)
        for slot, figure in zip(screen.charts, figures, strict=True)
    ]


def _place_figure(
    dataset: Dataset,
    slot: ChartSlot,
    figure: Figure,
    width: float,
    height: float,
    has_caption: bool,
) -> _PlacedFigure:
    """A figure in a box of that size (px): its caption, chart and legend."""
    legend_beside = images.is_map(figure) and bool(figure.legend)
    if has_caption:
        height -= _TEXT_LINE_HEIGHT * _line_count(figure.subtitle, width) + 6
    chart_width = width * (1 - _MAP_LEGEND_FRACTION) if legend_beside else width
    if figure.legend and not legend_beside:
        height -= _legend_height(figure.legend, width)
    # A chart that needs more height than there is gets it here; the style sheet then shrinks its
    # SVG to fit, so the width grows by the same factor.
    scale, chart_height = images.fit_chart(figure, height, _MIN_STRETCH)
    shrinkage = min(1.0, height / chart_height)
    svg = images.chart_svg(
        figure,
        dataset.tables.topojson,
        chart_width / shrinkage,
        max(chart_height, height),
        scale,
        FONT,
    )
    alt = html.escape(figure.alt)
    return _PlacedFigure(
        svg=Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)),
        flex=f"{slot.width:g}",
        caption=figure.subtitle if has_caption else None,
        legend=figure.legend,
        legend_beside=legend_beside,
    )


def _header_height(screen: Screen, figures: Sequence[Figure]) -> float:
    """Height of kicker, title and subtitle, px."""
    width = WIDTH - 2 * _MARGIN
    title_lines = len(common_svg.wrap_text(screen.title, _TITLE_SIZE, width, letter_widths.BOLD))
    subtitle_lines = _line_count(_subtitle(screen, figures), width)
    return _KICKER_HEIGHT + title_lines * _TITLE_LINE_HEIGHT + subtitle_lines * _TEXT_LINE_HEIGHT


def _is_dense(screen: Screen) -> bool:
    """Whether the paragraphs are too long for their usual size."""
    lines = sum(
        len(common_svg.wrap_text(text, _PARAGRAPH_SIZE, _PARAGRAPH_WIDTH, weight))
        for paragraph in screen.paragraphs
        for text, weight in (
            (paragraph.heading, letter_widths.BOLD),
            (paragraph.text, letter_widths.REGULAR),
        )
    )
    height = lines * _PARAGRAPH_LINE_HEIGHT + len(screen.paragraphs) * _PARAGRAPH_GAP
    available = HEIGHT - _TOP_MARGIN - _FOOTER_HEIGHT - _GAP * 2 - _header_height(screen, ())
    return height > available


def _legend_height(items: Sequence[LegendItem], width: float) -> float:
    """Height of a legend whose items follow each other in lines of that width, px."""
    lines, x = 1, 0.0
    for item in items:
        text = f"{item.label} {item.detail}"
        item_width = letter_widths.text_width(text, TEXT_SIZE) + _SWATCH_WIDTH + _LEGEND_GAP
        if x and x + item_width > width:
            lines, x = lines + 1, 0.0
        x += item_width
        lines += (
            _line_count(text, width - _SWATCH_WIDTH) - 1
        )  # of one that is wider than the figure
    return lines * _LEGEND_LINE_HEIGHT + _LEGEND_MARGIN


def _line_count(text: str, width: float) -> int:
    return len(common_svg.wrap_text(text, TEXT_SIZE, width))

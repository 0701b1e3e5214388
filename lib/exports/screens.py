"""The story on a projector: every screen as HTML that fills 16:9, its charts as vectors.

Sizes are in em of a slide 64 em wide, so 1 em is 20 px on a screen of 1280 x 720 and the smallest
text; the page scales the whole. Chart boxes are planned in px of that screen.
"""

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import segno

from lib.charts.figure import Figure, LegendItem
from lib.charts.registry import CHARTS
from lib.common import svg as common_svg
from lib.common.text import t
from lib.common.theme import FONT, PALETTES
from lib.exports import images
from lib.model.dataset import Dataset
from lib.narrative.story import ChartSlot, Screen, screen_source, screen_url

WIDTH, HEIGHT, TEXT = 1280, 720, 20  # px of the smallest screen it is planned for
_MARGIN, _TOP, _FOOT, _GAP = 48, 30, 46, 16  # px
_KICKER, _TITLE, _CAPTION, _KPIS = 28, 44, 26, 108  # px, heights of a line or of the row
_TITLE_SIZE = 36  # px
_BESIDE = 0.34  # share of a map's box that its legend takes
_LEAST = 0.6  # of its own height, to which a chart may be compressed
_SPACE, _NUMBER = 28, 90  # px between two figures, and for the screen's number


@dataclass(frozen=True)
class RenderedScreen:
    """One screen ready for the browser: its HTML, its title, what to say, where it leads."""

    html: str
    slug: str
    title: str
    notes: tuple[str, ...]
    address: str
    code: str  # the address as an SVG that a phone's camera reads


def draw_chart(dataset: Dataset, shown: ChartSlot) -> Figure:
    """The figure of a screen, drawn anew."""
    return CHARTS[shown.chart](dataset, shown.view)


def render_screen(
    dataset: Dataset,
    screen: Screen,
    base: str,
    number: int,
    of: int,
    figure: Callable[[Dataset, ChartSlot], Figure] = draw_chart,
) -> RenderedScreen:
    """One screen, ``number`` of ``of``.

    Args:
        base: the app's public address without a slash at its end.
        figure: where its figures come from.
    """
    address = screen_url(screen, base)
    code = qr(address)
    where = f"{number}/{of}"
    return RenderedScreen(
        html=_section(
            dataset, screen, [figure(dataset, s) for s in screen.charts], where, address, code
        ),
        slug=screen.slug,
        title=screen.title,
        notes=screen.notes,
        address=address,
        code=code,
    )


def qr(address: str) -> str:
    """An address as a QR code, SVG; always dark on white, as cameras need it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, omitsize=True, xmldecl=False, light="white", nl=False
    )
    return out.getvalue().decode()


def _section(
    dataset: Dataset, screen: Screen, figures: Sequence[Figure], where: str, address: str, code: str
) -> str:
    lang = screen.view.lang
    kicker = t(
        "present.kicker",
        lang,
        name=dataset.province_name(screen.view.province, lang),
        year=screen.view.year,
    )
    words = _subtitle(screen, figures)
    head = (
        f'<p class="kicker">{html.escape(kicker)}</p><h2>{html.escape(screen.title)}</h2>'
        # Beside each other, each figure says what it measures.
        + (f'<p class="sub">{html.escape(words)}</p>' if words else "")
    )
    kpis = "".join(
        f"<div><p>{html.escape(k.label)}</p>"
        f"<strong>{html.escape(k.figure)}<small>{html.escape(k.suffix)}</small></strong>"
        f"<p>{html.escape(k.note)}</p></div>"
        for k in screen.kpis
    )
    points = "".join(
        f"<li><b>{html.escape(p.heading)}</b>{html.escape(p.text)}</li>" for p in screen.points
    )
    ending = ""
    if screen.last:
        words = html.escape(t("present.open", lang))
        shown = html.escape(address.split("://")[-1])
        ending = f'<aside>{code}<p>{words}</p><p class="address">{shown}</p></aside>'
    body = (
        (f'<div class="kpis">{kpis}</div>' if kpis else "")
        + (f'<div class="figures">{_figures(dataset, screen, figures)}</div>' if figures else "")
        + (f'<div class="next"><ol>{points}</ol>{ending}</div>' if points or ending else "")
    )
    sources = html.escape(screen_source(dataset, screen))
    return (
        f'<section aria-label="{where}"><header>{head}</header>{body}'
        f"<footer><span>{sources}</span><span>{where}</span></footer></section>"
    )


def _subtitle(screen: Screen, figures: Sequence[Figure]) -> str:
    """What stands below the title; figures beside each other say themselves what they measure."""
    if len(figures) > 1:
        return screen.remark
    if not figures:
        return screen.under
    return ". ".join(filter(None, (figures[0].subtitle, screen.remark)))


def _figures(dataset: Dataset, screen: Screen, figures: Sequence[Figure]) -> str:
    """The figures side by side, each with its legend, in the room that the words leave."""
    across = WIDTH - 2 * _MARGIN - _SPACE * (len(figures) - 1)
    tall = HEIGHT - _TOP - _FOOT - _GAP * 2 - _head_height(screen, figures)
    if screen.kpis:
        tall -= _KPIS + _GAP
    room = WIDTH - 2 * _MARGIN - _NUMBER
    tall -= _CAPTION * (len(common_svg.wrap_text(screen_source(dataset, screen), TEXT, room)) - 1)
    return "".join(
        _figure(dataset, screen, shown, figure, shown.width * across, tall, len(figures) > 1)
        for shown, figure in zip(screen.charts, figures, strict=True)
    )


def _figure(
    dataset: Dataset,
    screen: Screen,
    shown: ChartSlot,
    figure: Figure,
    width: float,
    height: float,
    captioned: bool,
) -> str:
    beside = images.is_map(figure) and bool(figure.legend)
    caption = ""
    if captioned:
        height -= _CAPTION * len(common_svg.wrap_text(figure.subtitle, TEXT, width)) + 6
        caption = f"<figcaption>{html.escape(figure.subtitle)}</figcaption>"
    drawn = width * (1 - _BESIDE) if beside else width
    if figure.legend and not beside:
        height -= _legend_height(figure.legend, width)
    # Fitted to what is there: a chart of many rows is drawn smaller rather than cut.
    scale, tall = images.fit_chart(figure, height, _LEAST)
    fit = min(1.0, height / tall)
    svg = images.chart_svg(
        figure, dataset.tables.topojson, drawn / fit, max(tall, height), scale, FONT
    )
    alt = html.escape(figure.alt)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
    legend = _legend(figure.legend)
    kind = ' class="beside"' if beside else ""
    inside, under = (legend, "") if beside else ("", legend)
    return (
        f'<figure{kind} style="flex:{shown.width:g}">{caption}'
        f'<div class="drawn">{svg}{inside}</div>{under}</figure>'
    )


def _head_height(screen: Screen, figures: Sequence[Figure]) -> float:
    """What the title takes, in px of the planned screen."""
    room = WIDTH - 2 * _MARGIN
    lines = len(common_svg.wrap_text(screen.title, _TITLE_SIZE, room, common_svg.BOLD))
    subtitle = len(common_svg.wrap_text(_subtitle(screen, figures), TEXT, room)) * _CAPTION
    return _KICKER + lines * _TITLE + subtitle


def _legend_height(items: Sequence[LegendItem], room: float) -> float:
    """What a legend in lines takes, px."""
    lines, x = 1, 0.0
    for item in items:
        across = common_svg.text_width(f"{item.label} {item.detail}", TEXT) + 28 + 24
        if x and x + across > room:
            lines, x = lines + 1, 0.0
        x += across
    return lines * 30 + 12


def _legend(items: Sequence[LegendItem]) -> str:
    parts = "".join(
        f'<div><i class="{item.look}" style="--c:{item.color}"></i>'
        f"<span>{html.escape(item.label)}"
        + (f" <em>{html.escape(item.detail)}</em>" if item.detail else "")
        + "</span></div>"
        for item in items
    )
    return f'<div class="legend">{parts}</div>' if parts else ""


def css_variables(theme: str) -> str:
    """The stage's colours as CSS variables."""
    palette = PALETTES[theme]
    names = ("ink", "muted", "grid", "accent", "second", "band", "background")
    return "".join(f"--{name}:{getattr(palette, name)};" for name in names)

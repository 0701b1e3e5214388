"""``/embed/NAME``: one figure as a page of its own, for a frame on another site.

Title, chart, legend, source and the way back; no script, nothing loaded but the font. The chart is
there twice, laid out for a phone and for more, and the width of the frame decides.
"""

import html
import math
import re
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from lib.charts.figure import Figure
from lib.common.html_templates import keep_whole, render
from lib.common.text import t
from lib.common.theme import PALETTES, PICTURE_FONT
from lib.endpoints.answers import Task
from lib.endpoints.figures import (
    drawn_figure,
    figure_source,
    figure_view,
    find_figure,
    page_link,
)
from lib.endpoints.page_head import TEMPLATES
from lib.endpoints.parameters import request_base_url
from lib.endpoints.sources import Sources, setting
from lib.endpoints.work import File
from lib.exports import images
from lib.model.dataset import Dataset
from lib.model.view import View

ANCESTORS_VARIABLE = "PAPI_EMBED_ANCESTORS"  # the sites whose pages may have a frame of a figure
_OWN_SITE = "'self'"
_ANCESTORS = re.compile(r"[A-Za-z0-9 :/.*'\[\]-]+")
_WIDTHS = {"narrow": 360, "wide": 760}  # px that the charts are laid out for
_STRETCHED = 1.1  # how much wider the page is drawn at most; a wider frame is empty beside it
_WIDE_FROM = 560  # px; narrower frames have the narrow layout and small type
_PADDING = 32  # px left and right, above and below
_GAPS = 56  # px between title, chart, legend and source, and what breaks unevenly
# Where the page of a figure can be tallest.
_FRAME_WIDTHS = (320, _WIDTHS["narrow"] + _PADDING, round(_STRETCHED * _WIDTHS["wide"]) + _PADDING)
_LETTER = 0.5  # a letter's width by its size
_SWATCH = 43  # px of a sample in the legend and the gap to the next
_SOURCE_LETTERS = 75  # of a source line without the figure's own part


def read_embed_task(sources: Sources, request: Request) -> Task:
    """The page of a figure that an address asks for.

    Raises:
        Refusal: there is no such figure, or a parameter cannot be used.
    """
    name = find_figure(request.path_params["name"])
    dataset, view, asked = figure_view(request, sources.dataset(), name)
    base_url = request_base_url(request)
    policy = embed_policy()

    def make() -> File:
        figure = drawn_figure(sources, dataset, view, name)
        link = page_link(base_url, name, asked)
        content = embed_html(figure, dataset, view, link, sources.font_url).encode()
        headers = (("Content-Security-Policy", policy), ("X-Robots-Tag", "noindex"))
        return File(content, "text/html; charset=utf-8", headers)

    return Task(f"{view!r} {base_url} {policy}", make)


def embed_policy() -> str:
    """The policy of the page, with the sites that may frame it: a setting, else this site only."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline';"
        f" font-src 'self'; img-src data:; frame-ancestors {_ancestors()}"
    )


def other_sites_may_embed() -> bool:
    """Whether the host lets any site but this one frame a figure."""
    return _ancestors() not in (_OWN_SITE, "'none'")


def _ancestors() -> str:
    ancestors = setting(ANCESTORS_VARIABLE)
    return ancestors if _ANCESTORS.fullmatch(ancestors) else _OWN_SITE


def embed_html(figure: Figure, dataset: Dataset, view: View, link: str, font_url: str) -> str:
    """The page of a figure.

    Args:
        figure: what it shows.
        dataset: the data that the figure was drawn from.
        view: what it is of; its theme is the page's.
        link: where the page with the figure is.
        font_url: the path of the font.
    """
    height = figure.spec["height"]
    charts = [
        (
            name,
            Markup(images.chart_svg(figure, dataset.tables.topojson, width, height, scale=1.0)),
        )
        for name, width in _WIDTHS.items()
    ]
    return "<!DOCTYPE html>" + keep_whole(
        render(
            TEMPLATES,
            "embed.html.jinja",
            lang=view.lang,
            figure=figure,
            charts=charts,
            source=figure_source(figure, dataset, view),
            link=link,
            link_label=t("embed.more", view.lang),
            palette=PALETTES[view.theme],
            theme=view.theme,
            font=Markup(PICTURE_FONT),
            widest=round(_STRETCHED * _WIDTHS["wide"]),
            narrow=_WIDTHS["narrow"],
            wide_from=_WIDE_FROM,
            font_url=font_url,
        )
    )


def frame_snippet(figure: Figure, view: View, base_url: str) -> str:
    """The HTML that another site puts where the figure shall stand."""
    query = urlencode(view.query() | ({"theme": view.theme} if view.theme != "light" else {}))
    address = html.escape(f"{base_url}/embed/{figure.name}?{query}")
    title, height = html.escape(figure.title), frame_height(figure)
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="{height}"'
        ' style="border:0" loading="lazy"></iframe>'
    )


def frame_height(figure: Figure) -> int:
    """How tall a frame shows the whole figure, however wide it is from 320 px on, px."""
    return max(_page_height(figure, width) for width in _FRAME_WIDTHS)


def _page_height(figure: Figure, width: int) -> int:
    """About how tall the page of a figure is in a frame, rather more than less, px."""
    size, title_size = (14, 17) if width < _WIDE_FROM else (16, 20)  # px, as in embed.html.jinja
    room = width - _PADDING
    name = "narrow" if width < _WIDE_FROM else "wide"
    drawn = min(room, _WIDTHS["narrow"]) if name == "narrow" else room

    def lines(length: float) -> int:
        return math.ceil(length / room)

    def length(text: str, size: int) -> float:
        return len(text) * size * _LETTER

    legend = sum(length(f"{item.label} {item.detail}", size) + _SWATCH for item in figure.legend)
    source = length(figure.origin, size) + size * _LETTER * _SOURCE_LETTERS
    return round(
        figure.spec["height"] * drawn / _WIDTHS[name]
        + lines(length(figure.title, title_size)) * 1.25 * title_size
        + (lines(length(figure.subtitle, size)) + lines(legend) + lines(source) + 1) * 1.4 * size
        + _PADDING
        + _GAPS
    )

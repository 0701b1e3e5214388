"""The story of a province on two A4 pages to print (PDF), charts as vectors.

typst sets the text (``template.typ``) in two passes: the first tells how tall all text is, so that
the charts can be drawn to fill what is left of exactly two pages. All of it in memory.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from lib.charts.figure import Figure, LegendItem
from lib.common.paths import FONTS
from lib.common.text import t
from lib.common.theme import LIGHT, PICTURE_FONT
from lib.exports import images
from lib.exports import screens as exports_screens
from lib.exports.pdf import layout
from lib.exports.pdf.layout import (
    LAYOUTS,
    PHONE_SCALE,
    Block,
    Row,
    arrange_rows,
    drop_spare_charts,
    fit_pages,
)
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import story


def pdf_bytes(
    dataset: Dataset,
    view: View,
    base: str,
    figure: Callable[[Dataset, story.ChartSlot], Figure] = exports_screens.draw_chart,
) -> bytes:
    """The brief of the view's province and year as PDF, two pages of A4.

    Args:
        world, view: what to tell.
        base: the app's public address without a slash at its end, "" where it is not known: then
            nothing links to it.
        figure: where its figures come from.

    Raises:
        LookupError: the province has no total that year.
    """
    screens = story.build_story(dataset, view)
    drawn = [(s, [figure(dataset, shown) for shown in s.charts]) for s in screens]
    # Roomy where that leaves the charts tall enough, else closer and closer.
    for paired, dense, lean, least in LAYOUTS:
        kept = [drop_spare_charts(*pair, lean) for pair in drawn] if paired else drawn
        rows = arrange_rows(kept, base, paired)
        files = _qr_files(rows)
        texts = _page_texts(dataset, view, screens, dense)
        told = texts | {"measure": True, "pages": _template_pages([rows])}
        pages, scale, grown = fit_pages(
            rows, json.loads(_run_typst("query", told, files))[0], texts
        )
        if grown >= least:
            break
    for number, part in enumerate(part for row in rows for b in row for part in b.parts):
        if part.figure:
            part.content["file"] = f"chart{number}.svg"
            picture = images.chart_svg(
                part.figure,
                dataset.tables.topojson,
                part.width,
                part.height,
                PHONE_SCALE if part.phone else scale,
                phone=part.phone,
            )
            files[part.content["file"]] = picture.encode()
    return _run_typst("compile", texts | {"measure": False, "pages": _template_pages(pages)}, files)


def _page_texts(
    dataset: Dataset, view: View, screens: Sequence[story.Screen], dense: bool
) -> dict[str, Any]:
    """What stands on the pages beside the screens, sizes (pt), colours; ``dense`` saves room."""
    lang, name = view.lang, dataset.province_name(view.province, view.lang)
    sources = list(dict.fromkeys(story.screen_source(dataset, s) for s in screens))
    # A source that another one goes on from is said once.
    said = [s for s in sources if not any(o != s and o.startswith(s.rstrip(".")) for o in sources)]
    head = t("paper.running", lang, name=name, year=view.year)
    return {
        "lang": lang,
        "font": PICTURE_FONT.split(",")[0].strip("'"),
        "title": t("paper.title", lang, name=name, year=view.year),
        "name": head,
        "running": head,
        "kicker": t("paper.kicker", lang),
        "edition": t("paper.edition", lang, first=dataset.years[0], last=dataset.years[-1]),
        "sources": said,
        "gutter": layout.GUTTER,
        "dense": dense,
        "gap": 3.0 if dense else 6.0,
        "page": {
            "width": layout.WIDTH,
            "height": layout.HEIGHT,
            "x": layout.MARGIN,
            "y": 26.0 if dense else layout.MARGIN,
        },
        "colors": {
            "ink": LIGHT.ink,
            "muted": LIGHT.muted,
            "hair": LIGHT.grid,
            "accent": LIGHT.accent,
            "head": LIGHT.groups[0],
        },
    }


def _qr_files(rows: list[Row]) -> dict[str, bytes]:
    """The codes to scan as files."""
    return {
        p.content["file"]: exports_screens.qr(p.content["address"]).encode()
        for block in chain(*rows)
        for p in block.parts
        if p.kind == "code"
    }


def _template_pages(pages: list[list[Row]]) -> list[list[list[dict[str, Any]]]]:
    """The pages as ``paper.typ`` reads them."""
    return [[[_template_block(block) for block in row] for row in page] for page in pages]


def _template_block(block: Block) -> dict[str, Any]:
    screen = block.screen
    return {
        "lead": block.lead,
        "width": block.width,
        "title": screen.title,
        "subtitle": screen.under,
        "link": block.link,
        "kpis": [vars(kpi) for kpi in screen.kpis],
        "legend": _template_legend(block.legend),
        "parts": [
            {"kind": p.kind, "width": p.width, "height": p.height} | p.content for p in block.parts
        ],
    }


def _template_legend(items: Sequence[LegendItem]) -> list[dict[str, Any]]:
    return [vars(item) | {"hollow": bool(item.look)} for item in items]


def _run_typst(task: str, told: dict[str, Any], files: dict[str, bytes]) -> Any:
    """Have typst set the pages, or (``query``) tell the heights of all texts."""
    import typst  # large, so it is loaded when the first paper is asked for

    source = {"main.typ": _template(), "data.json": json.dumps(told).encode(), **files}
    if task == "query":
        return typst.query(source, "<heights>", field="value", font_paths=_fonts())
    return typst.compile(source, format="pdf", font_paths=_fonts())


@cache
def _fonts() -> Any:
    """Our fonts and no others."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS],
    )


@cache
def _template() -> bytes:
    return Path(__file__).with_name("template.typ").read_bytes()

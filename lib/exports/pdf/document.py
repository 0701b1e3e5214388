"""The story of a province on two A4 pages to print (PDF), charts as vectors.

typst sets the text (``template.typ``) in two passes: the first measures how tall all text is, so
that the charts can be drawn to fill what is left of exactly two pages. Nothing is written to disk.
"""

import json
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from lib.charts.figure import LegendItem
from lib.common.paths import FONTS
from lib.common.text import t
from lib.common.theme import LIGHT, PICTURE_FONT
from lib.exports import images, qr_code
from lib.exports.figure_source import FigureSource, draw_figure
from lib.exports.pdf import layout
from lib.exports.pdf.layout import Block, DrawnScreen, Part, Row, TextHeights
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, story
from lib.narrative.elements import Screen

_DENSE_MARGIN = 26.0  # pt above and below what is on a page where text stands close
_GAP = 6.0  # pt between rows
_DENSE_GAP = 3.0


def pdf_bytes(
    dataset: Dataset, view: View, base_url: str, figure_source: FigureSource = draw_figure
) -> bytes:
    """The story of the view's province and year as a PDF of two pages.

    Args:
        dataset: The data.
        view: Whose story, in which year and language.
        base_url: The app's public address without a slash at its end, "" where it is not known:
            then nothing links to the app.
        figure_source: Where the figures come from.

    Raises:
        LookupError: The province has no total that year.
    """
    screens = story.build_story(dataset, view)
    drawn_screens = [
        DrawnScreen(screen, [figure_source(dataset, slot) for slot in screen.charts])
        for screen in screens
    ]
    for variant in layout.VARIANTS:
        kept = [
            layout.drop_optional_charts(drawn, all_of_them=variant.drops_charts)
            for drawn in drawn_screens
        ]
        rows = layout.arrange_rows(kept, base_url)
        files = _qr_code_files(rows)
        data = _document_data(dataset, view, screens, variant.dense)
        heights = _measure_texts(data, rows, files)
        pages, scale, growth = layout.fit_pages(rows, heights, data["page"]["y"], data["gap"])
        if growth >= variant.min_growth:
            break
    files |= _draw_charts(rows, dataset.tables.topojson, scale)
    data |= {"measuring": False, "pages": _pages_data(pages)}
    return _compile(data, files)


def _draw_charts(rows: list[Row], topojson: str, scale: float) -> dict[str, bytes]:
    """The charts as SVG files in the size of their parts; sets the file's name in each part."""
    files = {}
    for number, part in enumerate(_parts(rows)):
        if part.figure is None:
            continue
        name = part.content["file"] = f"chart{number}.svg"
        picture = images.chart_svg(
            part.figure,
            topojson,
            part.width,
            part.chart_height,
            layout.PHONE_SCALE if part.has_phone_layout else scale,
            phone_layout=part.has_phone_layout,
        )
        files[name] = picture.encode()
    return files


def _qr_code_files(rows: list[Row]) -> dict[str, bytes]:
    """The QR codes as SVG files."""
    return {
        part.content["file"]: qr_code.svg(part.content["url"]).encode()
        for part in _parts(rows)
        if part.kind == "qr_code"
    }


def _parts(rows: list[Row]) -> list[Part]:
    return [part for block in chain(*rows) for part in block.parts]


def _document_data(
    dataset: Dataset, view: View, screens: Sequence[Screen], dense: bool
) -> dict[str, Any]:
    """What ``template.typ`` reads beside the screens: texts, sizes in pt, colours."""
    lang = view.lang
    name = dataset.name_in_sentence(view.province, lang)
    first, last = phrases.series_years(dataset)
    return {
        "lang": lang,
        "font": PICTURE_FONT.split(",")[0].strip("'"),
        "title": t("paper.title", lang, name=name, year=view.year),
        "heading": t("paper.running", lang, name=name, year=view.year),
        "kicker": t("paper.kicker", lang),
        "edition": t("paper.edition", lang, first=first, last=last),
        "sources": _distinct_sources(dataset, screens),
        "column_gap": layout.COLUMN_GAP,
        "dense": dense,
        "gap": _DENSE_GAP if dense else _GAP,
        "page": {
            "width": layout.PAGE_WIDTH,
            "height": layout.PAGE_HEIGHT,
            "x": layout.MARGIN,
            "y": _DENSE_MARGIN if dense else layout.MARGIN,
        },
        "colors": {
            "ink": LIGHT.ink,
            "muted": LIGHT.muted,
            "rule": LIGHT.grid,
            "accent": LIGHT.accent,
            "head": LIGHT.groups[0],
        },
    }


def _distinct_sources(dataset: Dataset, screens: Sequence[Screen]) -> list[str]:
    """Each source sentence of the screens once, without those that are the beginning of another."""
    sources = list(dict.fromkeys(story.screen_source(dataset, screen) for screen in screens))
    return [
        source
        for source in sources
        if not any(o != source and o.startswith(source.rstrip(".")) for o in sources)
    ]


def _pages_data(pages: list[list[Row]]) -> list[list[list[dict[str, Any]]]]:
    """The blocks of each row of each page as ``template.typ`` reads them."""
    return [[[_block_data(block) for block in row] for row in page] for page in pages]


def _block_data(block: Block) -> dict[str, Any]:
    screen = block.screen
    return {
        "is_first": block.is_first,
        "width": block.width,
        "title": screen.title,
        "subtitle": screen.full_subtitle,
        "link": block.link,
        "key_figures": [vars(key_figure) for key_figure in screen.key_figures],
        "legend": _legend_data(block.legend),
        "parts": [_part_data(part) for part in block.parts],
    }


def _part_data(part: Part) -> dict[str, Any]:
    legend = _legend_data(part.legend)
    size = {"width": part.width, "height": part.chart_height}
    return {"kind": part.kind, "legend": legend} | size | part.content


def _legend_data(items: Sequence[LegendItem]) -> list[dict[str, Any]]:
    return [
        vars(item)
        | {
            "hollow": item.swatch == "outline" or item.dashed,
            "hatch_color": item.hatch_color,
        }
        for item in items
    ]


def _measure_texts(data: dict[str, Any], rows: list[Row], files: dict[str, bytes]) -> TextHeights:
    """Have typst measure the heights of all texts, in pt."""
    import typst  # large, so it is loaded for the first PDF

    source = _typst_files(data | {"measuring": True, "pages": _pages_data([rows])}, files)
    found = typst.query(source, "<heights>", field="value", font_paths=_fonts())
    return json.loads(found)[0]


def _compile(data: dict[str, Any], files: dict[str, bytes]) -> bytes:
    """Have typst set the pages."""
    import typst

    return typst.compile(
        _typst_files(data, files),
        format="pdf",
        font_paths=_fonts(),
        # Accessible, and to be archived: typst refuses to write what either does not allow.
        pdf_standards=["ua-1", "a-2a"],
    )


def _typst_files(data: dict[str, Any], files: dict[str, bytes]) -> dict[str, bytes]:
    """The template, the data that it reads, and the pictures that these name."""
    return {"main.typ": _template(), "data.json": json.dumps(data).encode(), **files}


@cache
def _fonts() -> Any:
    """The project's fonts and no others: a PDF looks the same wherever it is made."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS],
    )


@cache
def _template() -> bytes:
    return Path(__file__).with_name("template.typ").read_bytes()

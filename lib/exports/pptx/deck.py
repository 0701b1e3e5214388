"""A deck in the house style: an empty one, a slide with title and footer, the file."""

import copy
import io
import re
import zipfile
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from lib.exports.pptx import master
from lib.exports.pptx.drawing import (
    LANGUAGE_TAGS,
    TEXT_SIZE,
    add_run,
    place_shape,
    text_height,
    wrap_text,
    write_text,
)
from lib.exports.pptx.master import CONTENT_WIDTH, FOOTER_TOP, HEIGHT, MARGIN, TITLE_TOP, WIDTH

_TITLE_SIZES = (28, 26, 24, 22)  # the largest with which a title takes two lines is used
# Fixed dates: the same story gives the same bytes.
_CREATED = datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def new_deck(layout_name: str) -> Any:
    """A deck without slides, with one master and one layout of that name."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != "Title Only":
            deck.slide_layouts.remove(layout)
    # The template's preview and printer settings are those of other slides.
    _drop_relationships(deck.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop_relationships(deck.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    master.style_master(deck.slide_master, layout_name)
    return deck


def _drop_relationships(part: Any, kind: str) -> None:
    rels = part._rels if hasattr(part, "_rels") else part.rels
    for key in [key for key, rel in rels.items() if rel.reltype == kind]:
        rels.pop(key)


def add_slide(deck: Any, lang: str, kicker: str, title: str, subtitle: str) -> tuple[Any, float]:
    """Add a slide with its title.

    Returns:
        The slide, and the y where its content may begin.
    """
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    boxes = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    size = next(
        (s for s in _TITLE_SIZES if len(wrap_text(title, s, CONTENT_WIDTH, bold=True)) < 3),
        _TITLE_SIZES[-1],
    )
    title_height = text_height(title, size, CONTENT_WIDTH, bold=True) + 2
    place_shape(boxes[0], MARGIN, TITLE_TOP, CONTENT_WIDTH, title_height)
    write_text(boxes[0].text_frame, title, lang, size=size)
    write_text(boxes[master.KICKER].text_frame, kicker, lang)
    subtitle_top = TITLE_TOP + 2 + title_height
    subtitle_height = text_height(subtitle, TEXT_SIZE, CONTENT_WIDTH) + 2
    place_shape(boxes[master.SUBTITLE], MARGIN, subtitle_top, CONTENT_WIDTH, subtitle_height)
    write_text(boxes[master.SUBTITLE].text_frame, subtitle, lang)
    return slide, subtitle_top + subtitle_height + 12


def add_footer(slide: Any, lang: str, source: str, link_text: str, url: str) -> float:
    """Add the source with a link, and the slide's number.

    Args:
        slide: The slide.
        lang: Language of the texts.
        source: The source line.
        link_text: What is written as the link.
        url: Where it leads, "" for no link.

    Returns:
        The y where the slide's content must end.
    """
    layout = {s.placeholder_format.type.name: s for s in slide.slide_layout.placeholders}
    shapes = {}
    for kind in ("FOOTER", "SLIDE_NUMBER"):
        element = copy.deepcopy(layout[kind]._element)
        element.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in slide.shapes) + 1))
        slide.shapes._spTree.append(element)
        shapes[kind] = slide.shapes[-1]
    paragraph = shapes["FOOTER"].text_frame.paragraphs[0]
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    add_run(paragraph, source, lang)
    if url:
        add_run(paragraph, "  ", lang)
        add_run(paragraph, link_text, lang).hyperlink.address = url
    return FOOTER_TOP - 16


def deck_bytes(deck: Any, title: str, author: str, lang: str) -> bytes:
    """The deck as a file; the same deck gives the same bytes."""
    properties = deck.core_properties
    properties.title, properties.author = title, author
    properties.language = LANGUAGE_TAGS[lang]
    properties.last_modified_by, properties.revision = author, 1
    properties.created = properties.modified = _CREATED
    saved = io.BytesIO()
    deck.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            is_compressed = re.search(r"\.(xlsx|png)$", entry.filename)
            info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return out.getvalue()

"""An empty deck with one master and one layout in the theme's fonts and colours; texts on it."""

import copy
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Emu, Pt

from lib.common.strings import wrap_lines
from lib.common.theme import LIGHT, to_rgb
from lib.exports.pptx import arial_widths

Box = tuple[float, float, float, float]  # x, y, width, height in points
WIDTH, HEIGHT = 960, 540
MARGIN, ROOM = 44, 880  # left margin, and what a line of text or a chart may take
FONT = "Arial"  # on every office PC, with all Vietnamese letters
TEXT = 16  # the smallest text on a slide
_SPARE = 1.01  # offices round the widths of letters
LINE = 1.2  # height of a line in sizes
_LANG = {"vi": "vi-VN", "en": "en-GB"}
_FOOT = 494
_EPOCH = datetime(2000, 1, 1)  # the same input gives the same bytes

# The theme's colours; what is painted in one of them changes with the theme.
_THEME = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.background,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.band,
    "accent1": LIGHT.accent,
    "accent2": LIGHT.groups[0],
    "accent3": LIGHT.groups[1],
    "accent4": LIGHT.groups[2],
    "accent5": LIGHT.groups[3],
    "accent6": LIGHT.peer,
    "hlink": LIGHT.second,
    "folHlink": LIGHT.muted,
}
_SLOTS = {
    LIGHT.ink: MSO_THEME_COLOR.TEXT_1,
    LIGHT.background: MSO_THEME_COLOR.BACKGROUND_1,
    LIGHT.muted: MSO_THEME_COLOR.TEXT_2,
    LIGHT.band: MSO_THEME_COLOR.BACKGROUND_2,
    LIGHT.accent: MSO_THEME_COLOR.ACCENT_1,
    LIGHT.groups[0]: MSO_THEME_COLOR.ACCENT_2,
    LIGHT.groups[1]: MSO_THEME_COLOR.ACCENT_3,
    LIGHT.groups[2]: MSO_THEME_COLOR.ACCENT_4,
    LIGHT.groups[3]: MSO_THEME_COLOR.ACCENT_5,
    LIGHT.peer: MSO_THEME_COLOR.ACCENT_6,
}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_NS = f'xmlns:a="{_A}" xmlns:p="{_P}"'
KICKER, SUBTITLE = 14, 13  # placeholders of the layout


def new_deck(layout: str) -> Any:
    """A deck without slides; ``layout`` is what its one layout is called."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for unused in list(deck.slide_layouts):
        if unused.name != "Title Only":
            deck.slide_layouts.remove(unused)
    # The template's own preview and printer settings are of other slides.
    _drop(deck.part.package, RT.THUMBNAIL)
    _drop(deck.part, RT.PRINTER_SETTINGS)
    _theme(deck.slide_master)
    _master(deck.slide_master)
    _layout(deck.slide_layouts[0], layout)
    return deck


def _drop(holder: Any, kind: str) -> None:
    rels = holder._rels if hasattr(holder, "_rels") else holder.rels
    for key in [key for key, rel in rels.items() if rel.reltype == kind]:
        rels.pop(key)


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "PAPI")
    for slot, color in _THEME.items():
        node = root.find(f".//{{{_A}}}clrScheme/{{{_A}}}{slot}")
        for child in list(node):
            node.remove(child)
        etree.SubElement(node, f"{{{_A}}}srgbClr", val=color[1:].upper())
    for kind in ("majorFont", "minorFont"):
        root.find(f".//{{{_A}}}{kind}/{{{_A}}}latin").set("typeface", FONT)
    for scheme in ("clrScheme", "fontScheme"):
        root.find(f".//{{{_A}}}{scheme}").set("name", "PAPI")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master: Any) -> None:
    """Places and text of the placeholders; an upright band and a line above the source."""
    places = {
        "TITLE": (MARGIN, 40, ROOM, 66),
        "BODY": (MARGIN, 120, ROOM, 360),
        "FOOTER": (MARGIN, _FOOT, ROOM - 60, 42),
        "SLIDE_NUMBER": (MARGIN + ROOM - 50, _FOOT, 50, 42),
    }
    for shape in list(master.placeholders):
        kind = shape.placeholder_format.type.name
        if kind not in places:
            shape._element.getparent().remove(shape._element)
            continue
        place_shape(shape, *places[kind])
        remove_insets(shape.text_frame)
        for fit in shape._element.findall(f".//{{{_A}}}normAutofit"):
            fit.getparent().remove(fit)
    styles = master._element.find(f"{{{_P}}}txStyles")
    title = styles.find(f"{{{_P}}}titleStyle/{{{_A}}}lvl1pPr")
    title.set("algn", "l")
    title.find(f"{{{_A}}}defRPr").attrib.update({"sz": "2600", "b": "1"})
    body = styles.find(f"{{{_P}}}bodyStyle/{{{_A}}}lvl1pPr")
    body.attrib.update({"marL": "0", "indent": "0"})
    for bullet in ("buFont", "buChar"):
        body.remove(body.find(f"{{{_A}}}{bullet}"))
    none = etree.Element(f"{{{_A}}}buNone")
    body.insert(list(body).index(body.find(f"{{{_A}}}defRPr")), none)
    body.find(f"{{{_A}}}defRPr").set("sz", str(100 * TEXT))
    for shape in master.placeholders:
        name = shape.placeholder_format.type.name
        if name == "TITLE":
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if name in ("FOOTER", "SLIDE_NUMBER"):
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            level = shape._element.find(f".//{{{_A}}}lvl1pPr")
            level.set("algn", "l" if name == "FOOTER" else "r")
            run = level.find(f"{{{_A}}}defRPr")
            run.set("sz", str(100 * TEXT))
            color = run.find(f".//{{{_A}}}schemeClr")
            color.set("val", "tx2")
            for tint in list(color):
                color.remove(tint)
    tree = master.shapes._spTree
    for number, (box, fill) in enumerate(
        (((0, 0, 12, HEIGHT), "accent2"), ((MARGIN, _FOOT - 9, ROOM, 1), "accent4")), start=90
    ):
        tree.insert(2, etree.fromstring(_box(number, box, fill)))


def _box(number: int, box: Box, fill: str) -> str:
    x, y, width, height = (int(Pt(v)) for v in box)
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="{fill}"/><p:cNvSpPr/><p:nvPr'
        ' userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{fill}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _layout(layout: Any, name: str) -> None:
    """The title's layout with a kicker above the title and a subtitle below it."""
    layout._element.find(f"{{{_P}}}cSld").set("name", name)
    del layout._element.attrib["type"]  # no longer the ready-made one
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type.name == "DATE":
            shape._element.getparent().remove(shape._element)
    for idx, y, words, look in (
        (KICKER, 16, "Kicker", 'b="1"><a:solidFill><a:schemeClr val="accent2"/></a:solidFill'),
        (SUBTITLE, 106, "Subtitle", '><a:solidFill><a:schemeClr val="tx2"/></a:solidFill'),
    ):
        x, top, width, height = (int(Pt(v)) for v in (MARGIN, y, ROOM, 22))
        layout.shapes._spTree.append(
            etree.fromstring(
                f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{20 + idx}" name="{words}"/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="{idx}"/>'
                f'</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{top}"/>'
                f'<a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr><p:txBody>'
                '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle><a:lvl1pPr>'
                f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:defRPr sz="{100 * TEXT}" {look}>'
                "</a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr/>"
                f"<a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )


def add_slide(deck: Any, lang: str, kicker: str, title: str, subtitle: str) -> tuple[Any, float]:
    """A new slide with its title; the second is where its content may begin (points)."""
    out = deck.slides.add_slide(deck.slide_layouts[0])
    boxes = {s.placeholder_format.idx: s for s in out.placeholders}
    # The largest of these in two lines, else three lines of the smallest.
    sizes = (28, 26, 24, 22)
    size = next((s for s in sizes if len(wrap_text(title, s, ROOM, bold=True)) < 3), sizes[-1])
    tall = len(wrap_text(title, size, ROOM, bold=True)) * size * LINE + 2
    place_shape(boxes[0], MARGIN, 40, ROOM, tall)
    write_text(boxes[0].text_frame, title, lang, size=size)
    write_text(boxes[KICKER].text_frame, kicker, lang)
    under = len(wrap_text(subtitle, TEXT, ROOM)) * TEXT * LINE + 2
    place_shape(boxes[SUBTITLE], MARGIN, 42 + tall, ROOM, under)
    write_text(boxes[SUBTITLE].text_frame, subtitle, lang)
    return out, 42 + tall + under + 12


def add_footer(out: Any, lang: str, source: str, link: str, address: str) -> float:
    """Source with a link, and the slide's number; returns where the content must end (points).

    ``link`` is what is written; without an ``address`` there is none.
    """
    layout = {s.placeholder_format.type.name: s for s in out.slide_layout.placeholders}
    shapes = {}
    for kind in ("FOOTER", "SLIDE_NUMBER"):
        element = copy.deepcopy(layout[kind]._element)
        element.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in out.shapes) + 1))
        out.shapes._spTree.append(element)
        shapes[kind] = out.shapes[-1]
    paragraph = shapes["FOOTER"].text_frame.paragraphs[0]
    for old in list(paragraph.runs):
        paragraph._p.remove(old._r)
    add_run(paragraph, source, lang)
    if address:
        add_run(paragraph, "  ", lang)
        add_run(paragraph, link, lang).hyperlink.address = address
    return _FOOT - 16


def write_text(frame: Any, words: str, lang: str, **look: Any) -> None:
    """One paragraph into a text frame."""
    add_run(frame.paragraphs[0], words, lang, **look)


def add_run(
    paragraph: Any, words: str, lang: str, *, size: float = 0, color: str = "", bold: bool = False
) -> Any:
    """A run of text at the end of a paragraph; what is not said is as the placeholder has it."""
    out = paragraph.add_run()
    out.text = words
    out.font._element.set("lang", _LANG[lang])
    if size:
        out.font.size = Pt(size)
    if bold:
        out.font.bold = True
    if color:
        set_color(out.font.color, color)
    return out


def add_text_box(
    shapes: Any,
    box: Box,
    words: str | Sequence[str],
    lang: str,
    *,
    size: float = TEXT,
    color: str = LIGHT.ink,
    bold: bool = False,
    align: str = "left",
    anchor: str = "top",
    wrap: bool = True,
) -> Any:
    """A text box (x, y, width, height); several ``words`` are lines of their own."""
    out = shapes.add_textbox(*(Pt(v) for v in box))
    frame = out.text_frame
    remove_insets(frame)
    frame.word_wrap = wrap
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = getattr(MSO_ANCHOR, anchor.upper())
    for i, line in enumerate([words] if isinstance(words, str) else words):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = getattr(PP_ALIGN, align.upper())
        add_run(paragraph, line, lang, size=size, color=color, bold=bold)
    return out


def remove_insets(frame: Any) -> None:
    """A text frame without insets: its words begin where its box begins."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def place_shape(shape: Any, x: float, y: float, width: float, height: float) -> None:
    """Move and size a shape."""
    shape.left, shape.top, shape.width, shape.height = (Pt(v) for v in (x, y, width, height))


def set_color(color: Any, value: str) -> None:
    """A colour of ``style`` as the theme's where the theme has it, else as itself."""
    if value in _SLOTS:
        color.theme_color = _SLOTS[value]
    else:
        color.rgb = RGBColor(*to_rgb(value))


def fill_shape(shape: Any, value: str, edge: str = "", width: float = 0.75) -> None:
    """A plain fill ("" = none) and edge of a shape, without the theme's shadow."""
    remove_effects(shape)
    if value:
        shape.fill.solid()
        set_color(shape.fill.fore_color, value)
    else:
        shape.fill.background()
    if edge:
        shape.line.width = Pt(width)
        set_color(shape.line.color, edge)
    else:
        shape.line.fill.background()


def remove_effects(shape: Any) -> None:
    """Drop the theme's effects: a shadow says nothing."""
    for style in shape._element.findall(f"{{{_P}}}style"):
        shape._element.remove(style)


def set_alt_text(element: Any, name: str, alt: str = "") -> None:
    """Name of a shape, and what it shows for who cannot see it."""
    node = element.find(f".//{{{_P}}}cNvPr")
    node.set("name", name)
    if alt:
        node.set("descr", alt)


def text_width(words: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is, with a little to spare."""
    return _SPARE * size * arial_widths.text_width(words, bold)


def wrap_text(words: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines into which a text breaks; a single word may be wider than ``room``."""
    return wrap_lines(words, lambda line: text_width(line, size, bold), room)


def to_emu(value: float) -> Emu:
    """Points as the file's own unit."""
    return Emu(round(value * 12700))


def deck_bytes(deck: Any, title: str, author: str, lang: str) -> bytes:
    """The file; the same deck gives the same bytes."""
    about = deck.core_properties
    about.title, about.author, about.language = title, author, _LANG[lang]
    about.last_modified_by, about.revision = author, 1
    about.created = about.modified = _EPOCH
    first = io.BytesIO()
    deck.save(first)
    out = io.BytesIO()
    with zipfile.ZipFile(first) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            # Files inside are dated with the day of writing.
            fixed = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            packed = re.search(r"\.(xlsx|png)$", entry.filename)
            fixed.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            after.writestr(fixed, before.read(entry))
    return out.getvalue()

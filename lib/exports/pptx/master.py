"""The slide master and its one layout in the house style: fonts, colours, placeholders."""

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import TEXT_SIZE, Box, place_shape, remove_insets

WIDTH = 960  # of a slide
HEIGHT = 540
MARGIN = 44  # left
CONTENT_WIDTH = 880  # of texts and charts
TITLE_TOP = 40
FOOTER_TOP = 494
KICKER = 14  # index of the layout's placeholder above the title
SUBTITLE = 13  # index of the layout's placeholder below the title
_FONT = "Arial"  # on every office PC, with all Vietnamese letters

# The deck's theme; what is painted in one of its colours changes when a user changes the theme.
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
_PLACEHOLDERS = {
    "TITLE": (MARGIN, TITLE_TOP, CONTENT_WIDTH, 66),
    "BODY": (MARGIN, 120, CONTENT_WIDTH, 360),
    "FOOTER": (MARGIN, FOOTER_TOP, CONTENT_WIDTH - 60, 42),
    "SLIDE_NUMBER": (MARGIN + CONTENT_WIDTH - 50, FOOTER_TOP, 50, 42),
}
# The upright band at the left edge, and the rule above the source, each in a theme colour.
_DECORATIONS: tuple[tuple[Box, str], ...] = (
    ((0, 0, 12, HEIGHT), "accent2"),
    ((MARGIN, FOOTER_TOP - 9, CONTENT_WIDTH, 1), "accent4"),
)
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_NAMESPACES = f'xmlns:a="{_A}" xmlns:p="{_P}"'


def style_master(master: Any, layout_name: str) -> None:
    """Give the slide master and its only layout the house style.

    Args:
        master: The master of python-pptx's own template, with the layout "Title Only".
        layout_name: What the layout is called.
    """
    _set_theme(master)
    _place_placeholders(master)
    _style_texts(master)
    _style_footer(master)
    tree = master.shapes._spTree
    for shape_id, (box, color) in enumerate(_DECORATIONS, start=90):
        tree.insert(2, etree.fromstring(_rectangle_xml(shape_id, box, color)))
    _style_layout(master.slide_layouts[0], layout_name)


def _set_theme(master: Any) -> None:
    """Fonts and colours of the theme."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "PAPI")
    for slot, color in _THEME.items():
        node = root.find(f".//{{{_A}}}clrScheme/{{{_A}}}{slot}")
        for child in list(node):
            node.remove(child)
        etree.SubElement(node, f"{{{_A}}}srgbClr", val=color[1:].upper())
    for kind in ("majorFont", "minorFont"):
        root.find(f".//{{{_A}}}{kind}/{{{_A}}}latin").set("typeface", _FONT)
    for scheme in ("clrScheme", "fontScheme"):
        root.find(f".//{{{_A}}}{scheme}").set("name", "PAPI")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place_placeholders(master: Any) -> None:
    """Place the placeholders that are used, and remove the others."""
    for shape in list(master.placeholders):
        kind = shape.placeholder_format.type.name
        if kind not in _PLACEHOLDERS:
            shape._element.getparent().remove(shape._element)
            continue
        place_shape(shape, *_PLACEHOLDERS[kind])
        remove_insets(shape.text_frame)
        # Office programs would shrink a long text; sizes are chosen with the text.
        for fit in shape._element.findall(f".//{{{_A}}}normAutofit"):
            fit.getparent().remove(fit)


def _style_texts(master: Any) -> None:
    """Title: bold, left. Body: no bullet, no indent."""
    styles = master._element.find(f"{{{_P}}}txStyles")
    title = styles.find(f"{{{_P}}}titleStyle/{{{_A}}}lvl1pPr")
    title.set("algn", "l")
    title.find(f"{{{_A}}}defRPr").attrib.update({"sz": "2600", "b": "1"})
    body = styles.find(f"{{{_P}}}bodyStyle/{{{_A}}}lvl1pPr")
    body.attrib.update({"marL": "0", "indent": "0"})
    for bullet in ("buFont", "buChar"):
        body.remove(body.find(f"{{{_A}}}{bullet}"))
    run = body.find(f"{{{_A}}}defRPr")
    body.insert(list(body).index(run), etree.Element(f"{{{_A}}}buNone"))
    run.set("sz", str(100 * TEXT_SIZE))


def _style_footer(master: Any) -> None:
    """Source and slide number: from the top of their boxes, muted."""
    for shape in master.placeholders:
        kind = shape.placeholder_format.type.name
        if kind in ("TITLE", "FOOTER", "SLIDE_NUMBER"):
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if kind in ("FOOTER", "SLIDE_NUMBER"):
            level = shape._element.find(f".//{{{_A}}}lvl1pPr")
            level.set("algn", "l" if kind == "FOOTER" else "r")
            run = level.find(f"{{{_A}}}defRPr")
            run.set("sz", str(100 * TEXT_SIZE))
            color = run.find(f".//{{{_A}}}schemeClr")
            color.set("val", "tx2")
            for tint in list(color):
                color.remove(tint)


def _style_layout(layout: Any, name: str) -> None:
    """Add a kicker above the title and a subtitle below it to the layout."""
    layout._element.find(f"{{{_P}}}cSld").set("name", name)
    del layout._element.attrib["type"]  # the layout is no longer the standard one
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type.name == "DATE":
            shape._element.getparent().remove(shape._element)
    for index, top, text, weight, color in (
        (KICKER, 16, "Kicker", ' b="1"', "accent2"),
        (SUBTITLE, 106, "Subtitle", "", "tx2"),
    ):
        xml = _placeholder_xml(index, (MARGIN, top, CONTENT_WIDTH, 22), text, weight, color)
        layout.shapes._spTree.append(etree.fromstring(xml))


def _rectangle_xml(shape_id: int, box: Box, color: str) -> str:
    """A rectangle of the master in a theme colour."""
    x, y, width, height = (int(Pt(v)) for v in box)
    return (
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{shape_id}" name="{color}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _placeholder_xml(index: int, box: Box, text: str, weight: str, color: str) -> str:
    """A text placeholder of the layout in a theme colour."""
    x, y, width, height = (int(Pt(v)) for v in box)
    return (
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{20 + index}" name="{text}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="{index}"/>'
        f'</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr><p:txBody>'
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle><a:lvl1pPr>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:defRPr sz="{100 * TEXT_SIZE}"{weight}>'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
        "</a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr/>"
        f"<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )

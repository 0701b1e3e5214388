"""Text boxes, fills and colours of shapes on a slide, and the widths of text."""

from collections.abc import Sequence
from typing import Any, Literal

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Pt

from lib.common.strings import wrap_lines
from lib.common.theme import LIGHT, to_rgb
from lib.exports.pptx import arial_widths

Box = tuple[float, float, float, float]  # x, y, width, height in points
TEXT_SIZE = 16  # points, the smallest text on a slide but for charts, maps and legends
LINE_HEIGHT = 1.2  # of a text's size
LANGUAGE_TAGS = {"vi": "vi-VN", "en": "en-GB"}
_WIDTH_ALLOWANCE = 1.01  # office programs round the widths of letters
_EMU_PER_POINT = 12_700
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"

# What is painted in one of these colours follows a change of the deck's theme.
_THEME_COLORS = {
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


def write_text(
    frame: Any, text: str, lang: str, *, size: float = 0, color: str = "", bold: bool = False
) -> None:
    """Write text into the first paragraph of a text frame; the rest as of ``add_run``."""
    add_run(frame.paragraphs[0], text, lang, size=size, color=color, bold=bold)


def add_run(
    paragraph: Any, text: str, lang: str, *, size: float = 0, color: str = "", bold: bool = False
) -> Any:
    """Add a run of text at the end of a paragraph.

    Args:
        paragraph: The paragraph.
        text: The text.
        lang: Its language, "vi" or "en".
        size: Points, 0 for the size of the placeholder.
        color: Hex, "" for the colour of the placeholder.
        bold: False for the weight of the placeholder.
    """
    out = paragraph.add_run()
    out.text = text
    out.font._element.set("lang", LANGUAGE_TAGS[lang])
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
    text: str | Sequence[str],
    lang: str,
    *,
    size: float = TEXT_SIZE,
    color: str = LIGHT.ink,
    bold: bool = False,
    align: Literal["left", "center", "right"] = "left",
    anchor: Literal["top", "middle", "bottom"] = "top",
    wrap: bool = True,
) -> Any:
    """Add a text box.

    Args:
        shapes: Of the slide.
        box: Its place.
        text: A text, or several lines.
        lang: The language of the text, "vi" or "en".
        size: Points.
        color: Hex.
        bold: Whether the text is bold.
        align: Where the lines stand from left to right.
        anchor: Where the text stands from top to bottom.
        wrap: Whether long lines wrap; otherwise they run out of the box.
    """
    out = shapes.add_textbox(*(Pt(v) for v in box))
    frame = out.text_frame
    remove_insets(frame)
    frame.word_wrap = wrap
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = getattr(MSO_ANCHOR, anchor.upper())
    for i, line in enumerate([text] if isinstance(text, str) else text):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = getattr(PP_ALIGN, align.upper())
        add_run(paragraph, line, lang, size=size, color=color, bold=bold)
    return out


def add_shape(
    shapes: Any,
    box: Box,
    fill: str,
    edge: str = "",
    edge_width: float = 0.75,
    kind: MSO_SHAPE = MSO_SHAPE.RECTANGLE,
) -> Any:
    """Add a rectangle, or another shape, with a plain fill and edge, each "" for none."""
    out = shapes.add_shape(kind, *(Pt(v) for v in box))
    fill_shape(out, fill, edge, edge_width)
    return out


def remove_insets(frame: Any) -> None:
    """Let the text of a frame begin where its box begins."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def place_shape(shape: Any, x: float, y: float, width: float, height: float) -> None:
    """Move and size a shape."""
    shape.left, shape.top, shape.width, shape.height = (Pt(v) for v in (x, y, width, height))


def set_color(color: Any, value: str) -> None:
    """Set a colour: the theme's where the deck's theme has it, else the plain one."""
    if value in _THEME_COLORS:
        color.theme_color = _THEME_COLORS[value]
    else:
        color.rgb = RGBColor(*to_rgb(value))


def fill_shape(shape: Any, fill: str, edge: str = "", edge_width: float = 0.75) -> None:
    """Give a shape a plain fill and edge, each "" for none, without the theme's shadow."""
    remove_effects(shape)
    if fill:
        shape.fill.solid()
        set_color(shape.fill.fore_color, fill)
    else:
        shape.fill.background()
    if edge:
        shape.line.width = Pt(edge_width)
        set_color(shape.line.color, edge)
    else:
        shape.line.fill.background()


def hatch_shape(shape: Any, fill: str, ink: str, *, rising: bool = True) -> None:
    """Give a shape lines of one colour across another (hex), which paper keeps apart from plain."""
    shape.fill.patterned()
    shape.fill.pattern = (
        MSO_PATTERN.WIDE_UPWARD_DIAGONAL if rising else MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL
    )
    set_color(shape.fill.fore_color, ink)
    set_color(shape.fill.back_color, fill)


def remove_effects(shape: Any) -> None:
    """Remove what the theme would add to a shape, such as a shadow."""
    for style in shape._element.findall(f"{{{_P}}}style"):
        shape._element.remove(style)


def set_alt_text(element: Any, name: str, alt: str = "") -> None:
    """Name a shape, and describe it for those who cannot see it."""
    node = element.find(f".//{{{_P}}}cNvPr")
    node.set("name", name)
    if alt:
        node.set("descr", alt)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is, rounded up for all office programs."""
    return _WIDTH_ALLOWANCE * size * arial_widths.text_width(text, bold)


def wrap_text(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """The lines into which a text breaks; one that holds a single word may be wider."""
    return wrap_lines(text, lambda line: text_width(line, size, bold), width)


def text_height(text: str, size: float, width: float, bold: bool = False) -> float:
    """How tall a text is that wraps at a width."""
    return len(wrap_text(text, size, width, bold)) * size * LINE_HEIGHT


def to_emu(value: float) -> Emu:
    """Points in the unit of the file format."""
    return Emu(round(value * _EMU_PER_POINT))

"""Colours, fonts and text sizes; no other module names a colour.

The chosen province has one accent colour everywhere; peers share one muted hue; all others are pale
grey. The four groups are one ordered ramp of a single hue, dark = high, monotone in lightness.
"""

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]

PHONE_WIDTH = 470  # px of drawing width; below it charts use their phone sizes
TEXT_SIZE = 16  # px, the smallest text on a projector
PHONE_TEXT_SIZE = 13  # px, on a phone
# The browser has Streamlit's copy of the family. Pictures are drawn with the edition in
# lib/common/fonts: vl-convert cannot measure text in a family whose name has a digit.
FONT = "'Source Sans', sans-serif"
PICTURE_FONT = "'Source Sans Pro', sans-serif"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme."""

    background: str
    ink: str
    muted: str
    grid: str
    accent: str
    peer: str
    other: str
    second: str  # a second province beside the chosen one
    band: str
    groups: tuple[str, str, str, str]  # group 1 (highest) to 4 (lowest)
    missing: str
    border: str
    low: str  # diverging ramp of a change: fall, none, rise
    zero: str
    high: str


LIGHT = Palette(
    background="#ffffff",
    ink="#14202e",
    muted="#55677a",
    grid="#dfe6ee",
    accent="#c8440a",
    peer="#2b7bbf",
    other="#b4bfca",
    second="#12619e",
    band="#eef3f8",
    groups=("#0a4a86", "#4189c7", "#9dc4e6", "#deebf7"),
    missing="#ffffff",
    border="#ffffff",
    low="#7b3294",
    zero="#f4f4f4",
    high="#00705a",
)

DARK = Palette(
    background="#0f1722",
    ink="#e9eff6",
    muted="#a5b5c5",
    grid="#2a3848",
    accent="#ff8d4d",
    peer="#6cb2ee",
    other="#56677a",
    second="#8cc4f4",
    band="#1a2635",
    groups=("#1c6fb8", "#5c9fd8", "#a8cdec", "#e3eef8"),
    missing="#0f1722",
    border="#0f1722",
    low="#b07ac4",
    zero="#e8e8e8",
    high="#35b597",
)

PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}


def mix_colors(first: str, second: str, fraction: float) -> str:
    """A colour between two, ``fraction`` (0-1) of the way from the first to the second."""
    a, b = to_rgb(first), to_rgb(second)
    return "#" + "".join(f"{round(x + (y - x) * fraction):02x}" for x, y in zip(a, b, strict=True))


def to_rgb(color: str) -> tuple[int, int, int]:
    """The red, green and blue (0-255) of a colour such as "#0a4a86"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def text_color_on(fill: str, palette: Palette) -> str:
    """White or dark, whichever contrasts more with a fill; the theme's ink where there is none."""
    if not fill:
        return palette.ink
    return max((LIGHT.background, LIGHT.ink), key=lambda ink: contrast(ink, fill))


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2 defines it; text needs 4.5."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """The relative luminance of a colour (0-1), as WCAG 2 defines it."""
    shares = (part / 255 for part in to_rgb(color))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

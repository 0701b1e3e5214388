"""What a colour means, how a number is written, how large things are. The only place with colours.

The chosen province keeps one accent everywhere; peers share one muted hue; the rest is pale grey.
The four groups are one ordered ramp of a single hue, dark = high, monotone in lightness.
"""

import unicodedata
from dataclasses import dataclass

MINUS = "−"
NARROW = 470  # px of drawing width; below it charts use their phone sizes
TEXT = 16  # px, the smallest text on a projector
TEXT_NARROW = 13  # px, on a phone
# The browser has Streamlit's own copy of the family; pictures are drawn with the one in lib/fonts,
# an edition without a digit in its name, because vl-convert measures no text in others.
FONT = "'Source Sans', sans-serif"
PICTURE_FONT = "'Source Sans Pro', sans-serif"


@dataclass(frozen=True)
class Tone:
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


LIGHT = Tone(
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

DARK = Tone(
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

TONES = {"light": LIGHT, "dark": DARK}


def number(value: float, decimals: int = 2, lang: str = "vi") -> str:
    """A number as read in the language: 40,83 in Vietnamese, 40.83 in English."""
    text = f"{abs(value):,.{decimals}f}"
    if lang == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    negative = value < 0 and float(f"{abs(value):.{decimals}f}") != 0
    return MINUS + text if negative else text


def signed(value: float, decimals: int = 2, lang: str = "vi") -> str:
    """A difference with its sign: +1,02 or −0,30; 0,00 has none."""
    text = number(value, decimals, lang)
    return text if value < 0 or float(f"{value:.{decimals}f}") == 0 else f"+{text}"


def by_width(wide: float | str, narrow: float | str, below: int = NARROW) -> str:
    """A Vega expression: one value on a screen, another on a phone."""
    return f"width < {below} ? {narrow} : {wide}"


def mix(first: str, second: str, share: float) -> str:
    """A colour between two, ``share`` (0-1) of the way from the first to the second."""
    a, b = rgb(first), rgb(second)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def rgb(color: str) -> tuple[int, int, int]:
    """ "#0a4a86" as (10, 74, 134)."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def ink_on(fill: str, tone: Tone) -> str:
    """The text colour that reads on a fill; the theme's ink where there is none."""
    if not fill:
        return tone.ink
    red, green, blue = rgb(fill)
    return LIGHT.background if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else LIGHT.ink


_ORDER = {c: i for i, c in enumerate("aăâbcdđeêghiklmnoôơpqrstuưvxy")}


def sort_key(name: str) -> tuple[tuple[int, str], ...]:
    """Vietnamese alphabetical order: letters first (đ after d, ă and â after a), then tones."""
    keys = []
    for char in name.lower():
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        keys.append((_ORDER.get(letter, -1), letter + tones))
    return tuple(keys)

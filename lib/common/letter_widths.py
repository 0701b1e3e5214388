"""How wide are the letters of the project's fonts? From a file: a font library takes 5 MB.

`python -m lib.common.letter_widths` writes the file anew, after a change of the fonts.
"""

import json
from functools import cache
from pathlib import Path

from lib.common.paths import FONTS

BOLD, REGULAR = 700, 400
FONT_FILES = {BOLD: "SourceSansPro-Bold.ttf", REGULAR: "SourceSansPro-Regular.ttf"}
_FILE = FONTS / "letter_widths.json"
# Unicode: Latin with extensions, Vietnamese, punctuation, currencies, arrows, mathematics.
_BLOCKS = (range(0x20, 0x250), range(0x1E00, 0x1F00), range(0x2000, 0x2300))
_UNKNOWN = 1.0  # at most what a letter that another font has to provide takes


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line of text is, px.

    The distances that the font sets for single pairs of letters are left out; they change the
    width of a line by less than 5 %.
    """
    widths = _widths()[weight]
    return sum(widths.get(letter, _UNKNOWN) for letter in text) * size


@cache
def _widths() -> dict[int, dict[str, float]]:
    """By weight, then letter: the width at size 1."""
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        weight: {
            letter: int(width) / 1000
            for width, letters in content[file].items()
            for letter in letters
        }
        for weight, file in FONT_FILES.items()
    }


def read_font(path: Path) -> dict[str, str]:
    """The Latin letters and signs of a font by width in thousandths of the size, both ascending."""
    from fontTools import ttLib  # large, and only needed to write the file

    by_width: dict[int, str] = {}
    with ttLib.TTFont(path) as font:
        scale = 1000 / font["head"].unitsPerEm
        glyphs = font.getBestCmap()
        for code, glyph in sorted(glyphs.items()):
            if not any(code in block for block in _BLOCKS):
                continue
            width = round(font["hmtx"][glyph][0] * scale)
            by_width[width] = by_width.get(width, "") + chr(code)
    return {str(width): letters for width, letters in sorted(by_width.items())}


def main() -> None:
    """Write the file from the fonts."""
    content = {file: read_font(FONTS / file) for file in FONT_FILES.values()}
    text = json.dumps(content, indent=1)
    _FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

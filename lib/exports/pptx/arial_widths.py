"""Widths of Arial's letters as a table, so that no font file is needed.

Office programs without Arial take some Vietnamese letters from another font; these letters count
with the larger width. Widths are thousandths of the text's size.
"""

import unicodedata
from functools import lru_cache

_FIRST_CODE = 32  # Unicode code of the first letter of the tables
# fmt: off
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
    722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,
    500, 334, 260, 334, 584,
)
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722,
    722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
    611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556,
    500, 389, 280, 389, 584,
)
# fmt: on
# Letters that the tables do not have: regular, bold.
_OTHER_LETTERS = {
    "đ": (556, 611),
    "Đ": (722, 722),
    "–": (556, 556),
    "−": (584, 584),
    "·": (278, 278),
    "→": (1000, 1000),
    "…": (1000, 1000),
    "©": (737, 737),
    "±": (549, 549),
}
# Regular and bold width, at least, of letters that another font may have to provide.
_MIN_SUBSTITUTED = (656, 720)
_FIRST_SUBSTITUTED_CODE = 0x180  # Unicode code of the first letter after Latin Extended-A
_UNKNOWN = 1000  # any other letter


@lru_cache(maxsize=4096)
def text_width(text: str, bold: bool = False) -> float:
    """How wide a line of text is at size 1."""
    return sum(_letter(char, bold) for char in unicodedata.normalize("NFC", text)) / 1000


def _letter(char: str, bold: bool) -> int:
    """The width of one letter."""
    if char in _OTHER_LETTERS:
        return _OTHER_LETTERS[char][bold]
    index = ord(unicodedata.normalize("NFD", char)[0]) - _FIRST_CODE
    if not 0 <= index < len(_REGULAR):
        return _UNKNOWN
    plain = (_BOLD if bold else _REGULAR)[index]
    if ord(char) < _FIRST_SUBSTITUTED_CODE:
        return plain
    # A narrow letter such as i is narrow in every font.
    return max(plain, _MIN_SUBSTITUTED[bold]) if plain > 400 else plain + 60

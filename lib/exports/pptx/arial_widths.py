"""How wide Arial's letters are, in thousandths of the size: known widths, no font file.

Vietnamese letters that an office without Arial borrows from another font count with its width.
"""

import unicodedata
from functools import lru_cache

_FIRST = 32  # code of the first letter below
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
# Regular, bold.
_OTHERS = {
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
_BORROWED = (656, 720)  # at least, of letters beyond the first two Latin blocks
_UNKNOWN = 1000


@lru_cache(maxsize=4096)
def text_width(words: str, bold: bool = False) -> float:
    """How wide a line of text is at size 1."""
    return sum(_letter(char, bold) for char in unicodedata.normalize("NFC", words)) / 1000


def _letter(char: str, bold: bool) -> int:
    if char in _OTHERS:
        return _OTHERS[char][bold]
    place = ord(unicodedata.normalize("NFD", char)[0]) - _FIRST
    if not 0 <= place < len(_REGULAR):
        return _UNKNOWN
    plain = (_BOLD if bold else _REGULAR)[place]
    if ord(char) < 0x180:
        return plain
    # An i stays narrow wherever it comes from.
    return max(plain, _BORROWED[bold]) if plain > 400 else plain + 60

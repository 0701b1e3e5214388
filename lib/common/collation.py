"""Vietnamese alphabetical order."""

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # combining marks
_LETTER_ORDER = {c: i for i, c in enumerate("aăâbcdđeêghiklmnoôơpqrstuưvxy")}


def vietnamese_sort_key(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts names by letters (đ after d, ă and â after a), then by tones."""
    keys = []
    for char in name.lower():
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in parts if c in _TONES)
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        keys.append((_LETTER_ORDER.get(letter, -1), letter + tones))
    return tuple(keys)

"""Text of the time before Unicode, TCVN3 (ABC) and VNI fonts, and damaged text in Unicode.

Both are told by the names of provinces.
"""

import unicodedata
from collections.abc import Iterable

from lib.ingest.issues import Issue, problem
from lib.ingest.limits import check_time

_TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
# Per letter: bare, then with grave, acute, hook, tilde, dot below. TCVN 5712:1993, VN3.
_TCVN3 = {
    "a": "aµ¸¶·¹", "ă": "¨»¾¼½Æ", "â": "©ÇÊÈÉË", "e": "eÌÐÎÏÑ", "ê": "ªÒÕÓÔÖ",
    "i": "i×ÝØÜÞ", "o": "oßãáâä", "ô": "«åèæçé", "ơ": "¬êíëìî", "u": "uïóñòô",
    "ư": "\u00adõøö÷ù", "y": "yúýûüþ", "đ": "®",
}  # fmt: skip
# VNI Windows: a letter and a mark; the circumflex and breve share one character with the tone.
_VNI_TONES = ("", "ø", "ù", "û", "õ", "ï")
_VNI_CIRCUMFLEX = ("â", "à", "á", "å", "ã", "ä")
_VNI_BREVE = ("ê", "è", "é", "ú", "ü", "ë")
_VNI_I = ("i", "ì", "í", "æ", "ó", "ò")
_VNI_BASES = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ơ": "ô", "ư": "ö"}
GARBLED = "UTF-8 read as Windows-1252"
_MAX_NAME = 100  # characters; no name of a province has as many


def _split(char: str) -> tuple[str, int]:
    """A letter without its tone, and the tone: 0 = none, 1 = grave ... 5 = dot below."""
    tone = 0
    rest = ""
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part] + 1
        else:
            rest += part
    return unicodedata.normalize("NFC", rest), tone


def _to_tcvn3(text: str) -> str:
    """Lower-case Vietnamese as its bytes in TCVN3 read in the Latin-1 of Windows."""
    out = ""
    for char in text:
        letter, tone = _split(char)
        out += _TCVN3[letter][tone] if letter in _TCVN3 else char
    return out


def _to_vni(text: str) -> str:
    """The same in VNI."""
    out = ""
    for char in text:
        letter, tone = _split(char)
        if letter == "i":
            out += _VNI_I[tone]
        elif letter == "đ":
            out += "ñ"
        elif letter in ("â", "ê", "ô"):
            out += {"â": "a", "ê": "e", "ô": "o"}[letter] + _VNI_CIRCUMFLEX[tone]
        elif letter == "ă":
            out += "a" + _VNI_BREVE[tone]
        else:
            out += _VNI_BASES.get(letter, letter) + (_VNI_TONES[tone] if tone else "")
    return out


def _to_garbled(text: str) -> str:
    """Text as its bytes in UTF-8 read in the Latin-1 of Windows."""
    return text.encode().decode("cp1252", errors="replace")


def old_encoding(texts: Iterable[str], names: Iterable[str]) -> str:
    """The encoding in which some texts name provinces.

    Args:
        texts: cells of a sheet.
        names: the Vietnamese names of provinces.

    Returns:
        "TCVN3", "VNI" or GARBLED; "" where fewer than five names are found so written.
    """
    found = set()
    for text in set(texts):
        check_time()
        if len(text) <= _MAX_NAME and not text.isascii():
            found.add(_comparable(text))
    names = [name.casefold() for name in names]
    for encoding, convert in (("TCVN3", _to_tcvn3), ("VNI", _to_vni), (GARBLED, _to_garbled)):
        written = {_comparable(convert(name)) for name in names if not name.isascii()}
        if len(written & found) >= 5:
            return encoding
    return ""


def find_damaged_letters(texts: Iterable[str], names: Iterable[str]) -> Issue | None:
    """The problem that texts name provinces in no Unicode or in damaged letters; None for none.

    Args:
        texts, names: see ``old_encoding``.
    """
    encoding = old_encoding(texts, names)
    if encoding == GARBLED:
        return problem("garbled")
    return problem("old_letters", encoding=encoding) if encoding else None


def _comparable(text: str) -> str:
    """Text without blanks and soft hyphens, which a reader may have dropped, and without case."""
    return "".join(text.casefold().replace("\u00ad", "").split())

"""Plain text: first letters, one form of letters, lines of a given width, bare names."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))


class _Marks(dict[int, int | None]):
    """Leaves the marks out that combine with a letter, for ``str.translate``."""

    def __missing__(self, character: int) -> int | None:
        """Take in a new character."""
        found = None if unicodedata.combining(chr(character)) else character
        if len(self) < _MOST_MARKS:  # a text may hold all characters there are
            self[character] = found
        return found


_MOST_MARKS = 4096
_MARKS = _Marks()
_WORD = re.compile(r"[a-z0-9]+")

HEADLINE_LENGTH = 90  # characters: two lines of a page's title and of a slide's


def capitalize_first(text: str) -> str:
    """The text with its first letter in upper case and all others as they are."""
    return text[:1].upper() + text[1:]


def wrap_lines(text: str, width_of: Callable[[str], float], max_width: float) -> list[str]:
    """Break a text between words into lines no wider than ``max_width``.

    Args:
        text: words separated by white space.
        width_of: measures a line.
        max_width: the width that a line may have, in the unit of ``width_of``.

    Returns:
        The lines; one that holds a single word may be wider than ``max_width``.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= max_width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def clean_text(text: str) -> str:
    """Text in one form of its letters, without invisible characters and blanks around it.

    Line breaks and runs of blanks become one blank. The Icelandic letter eth, which old fonts and
    keyboards give instead of the Vietnamese one, becomes that.
    """
    if text.isascii():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    composed = composed.replace("\u00d0", "\u0110").replace("\u00f0", "\u0111")
    return _BLANKS.sub(" ", composed).strip()


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case, without diacritics and signs; eth counts as d too."""
    low = text.casefold()
    if not low.isascii():
        low = low.replace("đ", "d").replace("ð", "d")
        low = unicodedata.normalize("NFKD", low).translate(_MARKS)
    return _WORD.findall(low)


def fold_text(text: str) -> str:
    """A text's letters and digits alone: "tayninh" of "Tây Ninh", "TAY-NINH" and "tay ninh"."""
    return "".join(folded_words(text))


def fit_clauses(
    sentence: str, *clauses: str, first: Sequence[int] = (), room: int = HEADLINE_LENGTH
) -> str:
    """A headline and as many of its clauses as there is room for.

    Args:
        sentence: always kept, even where it alone is longer.
        clauses: each with the mark that joins it to what stands before; "" is skipped.
        first: numbers of the clauses that are tried before the others. Clauses keep their order.
        room: in characters.
    """
    order = [*first, *(n for n in range(len(clauses)) if n not in first)]
    kept: set[int] = set()
    for number in order:
        length = len(sentence) + sum(len(clauses[n]) for n in kept | {number})
        if length <= room:
            kept.add(number)
    return sentence + "".join(clauses[number] for number in sorted(kept))


def first_that_fits(*texts: str, room: int = HEADLINE_LENGTH) -> str:
    """The first of a headline's wordings that fits into so many characters, or the last."""
    return next((text for text in texts if len(text) <= room), texts[-1])


def format_date(text: str, lang: str) -> str:
    """A date in ISO format as readers write it: 21/5/2024 in Vietnamese, 21 May 2024 in English.

    Raises:
        ValueError: The text is no date.
    """
    day = date.fromisoformat(text)
    if lang == "vi":
        return f"{day.day:02d}/{day.month}/{day.year}"
    return f"{day.day} {day:%B} {day.year}"

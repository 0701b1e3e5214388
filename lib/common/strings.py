"""Plain text: first letters, lines of a given width, names without diacritics."""

import re
import unicodedata
from collections.abc import Callable


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


def fold_text(text: str) -> str:
    """A text's letters and digits alone: "tayninh" of "Tây Ninh", "TAY-NINH" and "tay ninh"."""
    return "".join(_folded_words(text))


def slug(text: str) -> str:
    """A name as an address and a file's name have it: "tay-ninh" of "Tây Ninh"."""
    return "-".join(_folded_words(text))


def _folded_words(text: str) -> list[str]:
    """The words of a text in lower case, without diacritics and signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", bare)

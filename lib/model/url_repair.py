"""URL parameters as they were meant, where a message or a hand has changed them on the way.

Keys in any case, stray blanks and punctuation, ``&amp;`` for ``&``, percent-encoding done twice.
What a value means is read by ``lib.model.url_parameters``.
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

_EDGES = " \t\r\n\u00a0\u200b\ufeff.,;:!?*_\"'“”‘’«»()[]{}"  # not a part of any value's ends
_MAX_DECODINGS = 2  # a percent sign encoded more often was not meant as one


@dataclass(frozen=True)
class Parameter:
    """One parameter of a URL.

    Attributes:
        written: "key=value" as the URL has it.
        value: the value as it was meant.
        is_as_written: whether nothing had to be repaired.
    """

    written: str
    value: str
    is_as_written: bool


def repair_parameters(params: Mapping[str, str], names: Collection[str]) -> dict[str, Parameter]:
    """The parameters of those names, whichever way they are written.

    Args:
        params: a URL's parameters.
        names: the names to look for; a parameter that has one of them exactly goes before one
            whose name had to be repaired. All other parameters are left out.
    """
    found: dict[str, Parameter] = {}
    for key, value in params.items():
        for name, part in _split(key, value):
            repaired = _repair(name).lower()
            is_exact = name == key and key in names
            if repaired in names and (is_exact or repaired not in found):
                meant = _repair(part)
                as_written = is_exact and meant == part == value
                found[repaired] = Parameter(f"{key}={value}", meant, as_written)
    return found


def written_keys(params: Mapping[str, str], names: Collection[str]) -> list[str]:
    """The keys of a URL that hold one of those names, also where one had to be repaired."""
    return [
        key
        for key, value in params.items()
        if any(_repair(name).lower() in names for name, _ in _split(key, value))
    ]


def _split(key: str, value: str) -> Iterator[tuple[str, str]]:
    """The pairs in a parameter: more than one where a whole query was encoded once more."""
    decoded_key, decoded = _decode(key), _decode(value)
    if "=" in decoded_key:
        yield from parse_qsl(f"{decoded_key}={decoded}" if decoded else decoded_key)
        return
    first, _, rest = decoded.partition("&")
    if "=" not in rest:
        yield key, value
        return
    yield key, first
    yield from parse_qsl(rest)


def _decode(text: str) -> str:
    for _ in range(_MAX_DECODINGS):
        text = html.unescape(unquote(text) if re.search("%[0-9A-Fa-f]{2}", text) else text)
    return text


def _repair(text: str) -> str:
    """A key or a value without encodings, without what is left of a sentence around it."""
    text = unicodedata.normalize("NFKC", _decode(text)).strip(_EDGES)
    return re.sub("^(amp;)+", "", text).strip(_EDGES)

"""Every sentence on screen, by key, in Vietnamese and English.

The words live in ``vi.toml`` and ``en.toml`` beside this file; a test holds the two equal in keys
and placeholders. Source: written for this project; index names follow PAPI's own.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}  # each in its own words


@cache
def _words(lang: str) -> dict[str, str]:
    """Flatten one language's TOML into {"section.key": sentence}."""
    raw = tomllib.loads((Path(__file__).parent / f"{lang}.toml").read_text(encoding="utf-8"))
    flat: dict[str, str] = {}

    def walk(node: dict[str, Any], prefix: str) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{key}.")
            else:
                flat[prefix + key] = value

    walk(raw, "")
    return flat


def all_texts(lang: str) -> dict[str, str]:
    """All sentences of one language, {"section.key": sentence}."""
    return dict(_words(lang))


def t(key: str, lang: str, **values: object) -> str:
    """The sentence ``key`` in ``lang``, {placeholders} filled; KeyError if it is unknown."""
    sentence = _words(lang)[key]
    return sentence.format(**values) if values else sentence

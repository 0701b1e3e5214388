"""Every text that readers see, by key, in Vietnamese and English.

The texts are in ``vi.toml`` and ``en.toml`` beside this file; a test holds the two equal in keys
and placeholders. They were written for this project; the names of the index follow PAPI's own.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}  # each named in itself


@cache
def _texts(lang: str) -> dict[str, str]:
    """Flatten one language's TOML into {"section.key": text}."""
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
    """All texts of one language, {"section.key": text}."""
    return dict(_texts(lang))


def t(key: str, lang: str, **values: object) -> str:
    """The text of a key in a language, its {placeholders} filled.

    Args:
        key: "section.key".
        lang: "vi" or "en".
        values: what stands in the place of each placeholder.

    Raises:
        KeyError: There is no such key, or a placeholder has no value.
    """
    text = _texts(lang)[key]
    return text.format(**values) if values else text

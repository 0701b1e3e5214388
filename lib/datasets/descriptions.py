"""Read, check and stamp the descriptions (``x.meta.toml``) that stand beside the data files.

A description follows the Data Package vocabulary: title, fields with type and range, key, sources,
licence, and the file's size and SHA-256.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.common.numbers import format_number
from lib.common.text import t

_COUNTS = ("count", "found", "expected")  # values of a DataError, not rows or years


class DataError(Exception):
    """A data file that cannot be used; its message is a sentence that names file, column and row.

    ``code`` is the sentence's key in section ``data_error`` of the texts, ``values`` fill it.
    """

    def __init__(self, code: str, **values: object) -> None:
        """The message of the exception is the English sentence."""
        self.code, self.values = code, values
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """What is wrong and what to do, in one sentence."""
        values = {
            name: format_number(value, 0, lang)
            if name in _COUNTS and isinstance(value, int)
            else value
            for name, value in self.values.items()
        }
        return t(f"data_error.{self.code}", lang, **values)


@dataclass(frozen=True)
class Field:
    """One column: its type (string, integer, number, boolean), unit, labels and allowed values.

    With a ``separator`` a cell holds several values, each of which must be allowed.
    """

    name: str
    type: str
    label_vi: str
    label_en: str
    unit: str = ""
    required: bool = True
    min: float | None = None
    max: float | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    references: str | None = None
    separator: str | None = None


@dataclass(frozen=True)
class Description:
    """What a ``.meta.toml`` says of its file; ``raw`` keeps every entry for the About page."""

    path: Path
    file: str
    format: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    bytes: int
    sha256: str
    rows: int
    raw: dict[str, Any]

    @property
    def data_path(self) -> Path:
        """The path of the described file."""
        return self.path.parent / self.file

    def localized(self, entry: str, lang: str) -> Any:
        """An entry that exists in both languages, such as ``title`` or ``caveats``."""
        return self.raw[f"{entry}_{lang}"]

    def publishers(self, lang: str) -> list[str]:
        """Who published the sources; a name that has an English form has it in English."""
        return [_in_language(source, "publisher", lang) for source in self.raw["sources"]]

    def licence_name(self, lang: str) -> str:
        """The licence's name; in English where it has an English form."""
        return _in_language(self.raw["licence"], "name", lang)


def _in_language(table: dict[str, Any], entry: str, lang: str) -> str:
    return str(table.get(f"{entry}_{lang}") or table.get(entry, ""))


def read_description(path: Path) -> Description:
    """Read one description.

    Raises:
        DataError: It is missing or broken.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        entries: list[dict[str, Any]] = raw["fields"]
        fields = tuple(Field(**entry | {"enum": tuple(entry.get("enum", ()))}) for entry in entries)
        return Description(
            path=path,
            file=raw["file"],
            format=raw["format"],
            key=tuple(raw["key"]),
            fields=fields,
            bytes=raw["bytes"],
            sha256=raw["sha256"],
            rows=raw["rows"],
            raw=raw,
        )
    except FileNotFoundError as err:
        raise DataError("no_description", file=path.name) from err
    except OSError as err:
        raise DataError("unreadable", file=path.name) from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as err:
        raise DataError("bad_description", file=path.name, why=err) from err


def read_descriptions(folder: Path) -> list[Description]:
    """All descriptions of a folder, by file name.

    Raises:
        DataError: One of them is broken.
    """
    return [read_description(path) for path in sorted(folder.glob("*.meta.toml"))]


def stamp_description(path: Path, rows: int | None = None) -> None:
    """Write the described file's present size, SHA-256 and row count into its description.

    The rest of the hand-written TOML stays as it is.

    Args:
        path: the description.
        rows: the row count; None = counted from the lines of a CSV, unchanged for other formats.

    Raises:
        DataError: The description is missing or broken.
    """
    description = read_description(path)
    content = description.data_path.read_bytes()
    if rows is None:
        rows = content.count(b"\n") - 1 if description.format == "csv" else description.rows
    text = path.read_text(encoding="utf-8")
    entries = {
        "bytes": str(len(content)),
        "sha256": f'"{hashlib.sha256(content).hexdigest()}"',
        "rows": str(rows),
    }
    for entry, value in entries.items():
        text = re.sub(rf"^{entry} = .*$", f"{entry} = {value}", text, count=1, flags=re.M)
    path.write_text(text, encoding="utf-8")

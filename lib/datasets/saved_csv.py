"""A data file that was filled in with a spreadsheet, put back into the form of the data files.

A spreadsheet with Vietnamese settings divides columns by semicolons and writes decimal commas; any
takes 01 for the number 1, ends lines as Windows does and may put a byte-order mark in front.
"""

import csv
import io
import re
from pathlib import Path

from lib.datasets import descriptions, validation
from lib.datasets.descriptions import DataError, Description, Field

_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
# What says that a column holds two-digit codes, whose leading zero a spreadsheet takes away.
_PATTERN, _REFERENCES = "^[0-9]{2}$", ("provinces.code", "successors.code")
_MARK = b"\xef\xbb\xbf"


def restore_data_file(path: Path) -> bool:
    """Rewrite the file that a description describes where a spreadsheet has saved it.

    Args:
        path: the description.

    Returns:
        Whether the file was rewritten. One in another encoding than UTF-8, or that is no CSV,
        stays as it is; loading it says why it cannot be used.

    Raises:
        DataError: The file is missing, or a number in it can be read in two ways.
    """
    description = descriptions.read_description(path)
    content = validation.read_bytes(description)
    if description.format != "csv":
        return False
    try:
        restored = _restore(description, content)
    except (UnicodeDecodeError, csv.Error):
        return False
    if restored != content:
        description.data_path.write_bytes(restored)
    return restored != content


def _restore(description: Description, content: bytes) -> bytes:
    """The content with commas, decimal points, whole codes and plain line ends."""
    text = content.decode("utf-8-sig")
    fields = {field.name: field for field in description.fields}
    divider = ";" if _is_divided_by_semicolons(text, fields) else ","
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    restored = [
        [
            _restore_cell(description, fields.get(name), cell, number, divider)
            for name, cell in zip([*header, *[""] * len(row)], row, strict=False)
        ]
        for number, row in enumerate(rows, start=2)
    ]
    was_saved = divider == ";" or content.startswith(_MARK) or b"\r\n" in content
    if restored == rows and not was_saved:
        return content
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *restored])
    return out.getvalue().encode("utf-8")


def _is_divided_by_semicolons(text: str, fields: dict[str, Field]) -> bool:
    first_line = text.partition("\n")[0].strip()
    return ";" in first_line and set(first_line.replace('"', "").split(";")) <= set(fields)


def _restore_cell(
    description: Description, field: Field | None, cell: str, row: int, divider: str
) -> str:
    """One cell: a code with its leading zero, a number with a decimal point."""
    if field is None:
        return cell
    is_code = field.pattern == _PATTERN or field.references in _REFERENCES
    if is_code and re.fullmatch("[0-9]", cell.strip()):
        return cell.strip().zfill(2)
    if field.type not in ("number", "integer") or divider == ",":
        return cell
    number = cell.strip()
    if "." in number:  # beside decimal commas it may divide thousands
        place = {"file": description.file, "column": field.name, "row": row}
        raise DataError("dot", value=number[:40], **place)
    return number.replace(",", ".") if _DECIMAL_COMMA.fullmatch(number) else number

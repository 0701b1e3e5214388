"""The parts of the archive that a workbook is: unsafe ones, and the strict kind."""

import io
import zipfile

_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": (
        b"http://schemas.openxmlformats.org/drawingml/2006/"
    ),
}


def as_transitional(parts: dict[str, bytes]) -> dict[str, bytes] | None:
    """The parts of a workbook of the strict kind (ISO/IEC 29500) as openpyxl reads them.

    Args:
        parts: the content of each part of the archive by its name.

    Returns:
        the parts with the namespaces of the transitional kind; None where they have them already.
    """
    if not any(b"purl.oclc.org/ooxml/" in part for part in parts.values()):
        return None
    out = {}
    for name, part in parts.items():
        for strict, transitional in _STRICT.items():
            part = part.replace(strict, transitional)
        out[name] = part
    return out


def as_archive(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def declares_entities(name: str, part: bytes) -> bool:
    """Whether a part may unfold to more than it is, as no spreadsheet program writes it.

    Pictures (SVG) may have a document type of their own; they are never parsed.
    """
    if name.lower().endswith(".svg") or not part.lstrip(_BEFORE_XML).startswith(b"<"):
        return False
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part

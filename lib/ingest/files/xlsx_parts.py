"""The parts of the archive that a workbook is: unsafe ones, and the strict kind."""

import io
import zipfile

_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_STRICT_START = b"purl.oclc.org/ooxml/"
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


def is_strict(part: bytes) -> bool:
    """Whether a part has namespaces of the strict kind (ISO/IEC 29500)."""
    return _STRICT_START in part


def as_transitional(archive: zipfile.ZipFile) -> bytes:
    """A workbook of the strict kind with the namespaces that openpyxl reads."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        for entry in archive.infolist():
            part = archive.read(entry)
            for strict, transitional in _STRICT.items():
                part = part.replace(strict, transitional)
            written.writestr(entry.filename, part)
    return out.getvalue()


def declares_entities(name: str, part: bytes) -> bool:
    """Whether a part may unfold to more than it is, as no spreadsheet program writes it.

    Pictures (SVG) may have a document type of their own; they are never parsed.
    """
    if name.lower().endswith(".svg") or not part.lstrip(_BEFORE_XML).startswith(b"<"):
        return False
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part

"""The parts of the archive that a workbook is: what is unsafe or too much is refused unread."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.parsers import expat

from lib.ingest.files.cells import FileRefused
from lib.ingest.files.worksheet_scan import MakeRow, PartScanner, WorksheetScan
from lib.ingest.limits import LimitExceeded, Limits

# Parts of archives that other spreadsheet programs write: OpenDocument, binary Excel.
_OTHER_PARTS = {"content.xml", "xl/workbook.bin", "index/document.iwa"}
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_SHEET_MARK = b"sheetData"  # an element of every worksheet and of no other part
# Bytes of an element with its attributes, each of which takes a parser hundreds of bytes, and of
# the text behind it: a cell's has 32,767 characters at most.
_LONG_TAG = 500_000
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

# What zipfile raises of an archive that is none, cut off, damaged, locked, or lacks a part.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, KeyError,
)  # fmt: skip


@contextmanager
def refuse_damaged_archive() -> Iterator[None]:
    """Around a call of zipfile: what it raises of a damaged archive refuses the file.

    Raises:
        FileRefused: it is damaged.
    """
    try:
        yield
    except _DAMAGES as error:
        raise FileRefused("broken") from error


@dataclass(frozen=True, eq=False)
class WorkbookParts:
    """An archive that may be read.

    Attributes:
        archive: all of it.
        scanner: has counted every part but the worksheets.
        without_sheets: an archive of the XML parts that are counted, in the namespaces that
            openpyxl knows, so that it cannot read what is not counted.
    """

    archive: zipfile.ZipFile
    scanner: PartScanner
    without_sheets: bytes

    def scan_sheet(self, path: str, make_row: MakeRow) -> WorksheetScan:
        """Read and count one worksheet.

        Raises:
            FileRefused: there is no such part, or it is damaged.
            LimitExceeded, ParseError, NotAPlace: see ``PartScanner.scan_sheet``.
        """
        with refuse_damaged_archive():
            entry = self.archive.getinfo(path)
        part = _unpack(self.archive, entry)
        return self.scanner.scan_sheet(part, make_row)


def open_parts(archive: zipfile.ZipFile, limits: Limits) -> WorkbookParts:
    """Count and check the parts of a workbook.

    Raises:
        FileRefused: it is another kind of file, has macros where the limits forbid them, unpacks
            to too much or may unfold to more.
        LimitExceeded: it holds too much.
    """
    megabytes = limits.unpacked_bytes // 1_000_000
    entries = archive.infolist()
    # No more than the stated sizes is unpacked (_unpack), so they can be added up.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.parts or unpacked > limits.unpacked_bytes:
        raise FileRefused("bomb", size=megabytes)
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise FileRefused("broken")  # of two parts of one name each program reads another
    if not limits.macros and any("vbaproject" in n or "macrosheets" in n for n in names):
        raise FileRefused("macro")
    if "xl/workbook.xml" not in names:
        raise FileRefused("type" if names.isdisjoint(_OTHER_PARTS) else "old_office")
    scanner = PartScanner(limits)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as counted:
        for entry in entries:
            part = _unpack(archive, entry)
            ascii_part = part.replace(b"\0", b"")  # UTF-16 as ASCII
            if _declares_entities(entry.filename, ascii_part):
                raise FileRefused("unsafe", size=megabytes)
            if _is_xml(ascii_part) and _has_long_tag(_as_utf8(part)):
                raise LimitExceeded("contents")
            is_types = entry.filename == "[Content_Types].xml"
            if is_types and not limits.macros and b"macroEnabled" in ascii_part:
                raise FileRefused("macro")
            if _SHEET_MARK in ascii_part:
                continue  # counted once the workbook has told which sheet it is
            try:
                scanner.count(part)
            except expat.ExpatError:
                continue  # whoever needs it finds it missing
            if _is_xml(ascii_part):
                counted.writestr(entry.filename, _as_transitional(part))
    return WorkbookParts(archive, scanner, out.getvalue())


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, of which never more is unpacked than its entry states.

    ``ZipFile.read`` looks at the stated size only once all is unpacked, however much that is; with
    the methods other than deflate so does each read. No workbook has those (ISO/IEC 29500-2).

    Raises:
        FileRefused: it is damaged, is more than it states, or packed as no workbook is.
    """
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("broken")
    with refuse_damaged_archive(), archive.open(entry) as part:
        return part.read(entry.file_size)


def _is_xml(part: bytes) -> bool:
    """Whether a part begins as XML does."""
    return part[:64].lstrip(_BEFORE_XML).startswith(b"<")


def _has_long_tag(part: bytes) -> bool:
    """Whether _LONG_TAG bytes in a row hold no "<"."""
    half = _LONG_TAG // 2  # any such bytes cover all of a block of half their number
    for start in range(0, len(part), half):
        if part.find(b"<", start, start + half) < 0:
            following = part.find(b"<", start)
            end = len(part) if following < 0 else following
            if end - part.rfind(b"<", 0, start) > _LONG_TAG:
                return True
    return False


def _as_utf8(part: bytes) -> bytes:
    """An XML part in UTF-8, also one in UTF-16, where other signs hold the byte of "<"."""
    if b"\0" not in part[:4]:
        return part
    big_endian = part.startswith((b"\xfe\xff", b"\0"))
    return part.decode("utf-16-be" if big_endian else "utf-16-le", "replace").encode()


def _as_transitional(part: bytes) -> bytes:
    """A part of the strict kind (ISO/IEC 29500) with the namespaces that openpyxl reads."""
    if _STRICT_START in part:
        for strict, transitional in _STRICT.items():
            part = part.replace(strict, transitional)
    return part


def _declares_entities(name: str, part: bytes) -> bool:
    """Whether a part may unfold to more than it is, as no spreadsheet program writes it.

    Pictures (SVG) may have a document type of their own; they are never parsed.
    """
    if name.lower().endswith(".svg") or not part.lstrip(_BEFORE_XML).startswith(b"<"):
        return False
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part

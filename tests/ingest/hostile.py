"""Workbooks that are small as files and large when they are read, one for each way to be so."""

import io
import struct
import zipfile

from tests.ingest.workbooks import xlsx

_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET, _TEXTS, _STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_TYPES = "[Content_Types].xml"
_TEXTS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_parts(parts: dict[str, str | bytes]) -> bytes:
    """A workbook of one cell with parts added or in the place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx({"2025_PAPI": [[1]]}))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        present = {name: old.read(name) for name in old.namelist()}
        types = present[_TYPES].decode()
        if _TEXTS in parts and "sharedStrings" not in types:
            present[_TYPES] = types.replace("</Types>", _TEXTS_TYPE).encode()
        for name, content in (present | parts).items():
            new.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, after: str = "", attributes: str = "") -> dict[str, str | bytes]:
    """The only sheet with these rows, and what stands below them."""
    body = f"<sheetData{attributes}>{rows}</sheetData>{after}"
    return {_SHEET: f"<worksheet {_NAMESPACE}>{body}</worksheet>"}


def rows(n: int, cell: str, per_row: int) -> str:
    """``n`` rows of the same cells, which need not say where they stand."""
    return ("<row>" + cell * per_row + "</row>") * n


def texts(items: str) -> dict[str, str | bytes]:
    """A list of texts that cells may share."""
    return {_TEXTS: f"<sst {_NAMESPACE}>{items}</sst>"}


def formats(n: int) -> dict[str, str | bytes]:
    """``n`` formats of cells."""
    xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    fonts = "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    return {_STYLES: f"<styleSheet {_NAMESPACE}>{fonts}<cellXfs>{xf * n}</cellXfs></styleSheet>"}


def merged(n: int) -> str:
    """``n`` merged areas."""
    return "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * n + "</mergeCells>"


def attributes(n: int, value: str = ">") -> str:
    """``n`` attributes, which a parser keeps one by one."""
    return " ".join(f'a{i:x}="{value}"' for i in range(n))


def says_it_is(size: int, part: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook whose only sheet unpacks to ``part`` while its entry states another size."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(with_parts({}))) as old,
        zipfile.ZipFile(out, "w", method) as new,
    ):
        for name in old.namelist():
            new.writestr(name, part if name == _SHEET else old.read(name))
        place = new.start_dir
    raw = bytearray(out.getvalue())
    while raw[place : place + 4] == b"PK\x01\x02":
        lengths = struct.unpack("<HHH", raw[place + 28 : place + 34])
        if raw[place + 46 : place + 46 + lengths[0]] == _SHEET.encode():
            raw[place + 24 : place + 28] = struct.pack("<I", size)
        place += 46 + sum(lengths)
    return bytes(raw)


NUMBER = "<c><v>1.5</v></c>"
FILES = {
    "cells": lambda: with_parts(sheet(rows(1_300, NUMBER, 200))),
    "empty cells": lambda: with_parts(sheet(rows(1_300, '<c s="0"/>', 200))),
    "one long row": lambda: with_parts(sheet(rows(1, "<c/>", 20_000))),
    "rows": lambda: with_parts(sheet("<row/>" * 61_000)),
    "elements without end": lambda: with_parts(sheet("<v>" * 300_000)),
    "cells beside the rows": lambda: with_parts(sheet("<c><v>1</v><v/></c>" * 80_000)),
    "parts of one row": lambda: with_parts(
        sheet("<row>" + "<c><v/><v/><v/><v/></c>" * 60_000 + "</row>")
    ),
    "texts": lambda: with_parts(texts("<si/>" * 110_000)),
    "pieces of a text": lambda: with_parts(texts("<si>" + "<r><t/></r>" * 60_000 + "</si>")),
    "a long text": lambda: with_parts(
        {**texts(f"<si><t>{'a' * 40_000}</t></si>"), **sheet('<row><c t="s"><v>0</v></c></row>')}
    ),
    "formats": lambda: with_parts(formats(40_000)),
    "attributes of a cell": lambda: with_parts(sheet(f"<row><c {attributes(60_000)}/></row>")),
    "attributes of the formats": lambda: with_parts(
        {_STYLES: f"<styleSheet {_NAMESPACE} {attributes(60_000)}/>"}
    ),
    "attributes in UTF-16": lambda: with_parts(
        {
            _SHEET: f'<worksheet {_NAMESPACE} {attributes(60_000, chr(0x3C41))}/>'.encode(
                "utf-16"
            )
        }
    ),
    "merged cells": lambda: with_parts(sheet("", merged(40_000))),
    "links among the rows": lambda: with_parts(
        sheet("<row/><hyperlinks>" + "<hyperlink/>" * 40_000 + "</hyperlinks>")
    ),
    "links in cells": lambda: with_parts(sheet(rows(200, "<c>" + "<hyperlink/>" * 4 + "</c>", 50))),
    "cells of another prefix": lambda: with_parts(
        {
            _SHEET: f'<x:worksheet {_NAMESPACE.replace("xmlns", "xmlns:x")}><x:sheetData>'
            + ("<x:row>" + "<x:c/>" * 200 + "</x:row>") * 1_300
            + "</x:sheetData></x:worksheet>"
        }
    ),
    "cells in UTF-16": lambda: with_parts(
        {_SHEET: str(sheet(rows(1_300, "<c/>", 200))[_SHEET]).encode("utf-16")}
    ),
    "another encoding": lambda: with_parts(
        {_SHEET: '<?xml version="1.0" encoding="utf-7"?><worksheet/>'}
    ),
    "EBCDIC": lambda: with_parts(
        {_STYLES: '<?xml version="1.0" encoding="cp037"?><styleSheet/>'.encode("cp037")}
    ),
    "unpacked": lambda: with_parts({"xl/media/zeros.bin": b"\0" * 17_000_000}),
}  # fmt: skip

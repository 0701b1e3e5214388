"""A part of one of the project's fonts as WOFF: the glyphs of some texts and no others.

Written for the TrueType files in ``lib/common/fonts`` only: outlines in ``glyf``, no features kept.
Sources: OpenType specification 1.9, chapters glyf, loca, cmap; WOFF 1.0 (W3C, 2012).
"""

import struct
import zlib
from pathlib import Path

_KEPT = (b"OS/2", b"head", b"hhea", b"maxp", b"name")  # besides those made anew
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE = 0x1, 0x8, 0x20  # flags of a glyph made of others
_HAS_XY_SCALE, _HAS_MATRIX = 0x40, 0x80


def woff_subset(path: Path, characters: set[str]) -> bytes:
    """A font with the glyphs of some characters, to embed into a picture.

    Args:
        path: of a TrueType file.
        characters: single characters; those that the font lacks are left out.

    Returns:
        WOFF. Glyphs keep their numbers, so the tables for all others are zeros, which compress.
    """
    tables = _read_tables(path.read_bytes())
    glyphs = _character_map(tables[b"cmap"])
    chosen = {ord(c): glyphs[ord(c)] for c in characters if ord(c) in glyphs}
    outlines = _read_outlines(tables)
    used = _with_components({0, *chosen.values()}, outlines)
    kept = {tag: tables[tag] for tag in _KEPT if tag in tables}
    head = bytearray(kept[b"head"])
    head[50:52] = struct.pack(">h", 1)  # places of outlines as 32 bits
    kept[b"head"] = bytes(head)
    kept[b"glyf"], kept[b"loca"] = _write_outlines(outlines, used)
    kept[b"hmtx"] = _write_widths(tables, used)
    kept[b"cmap"] = _write_character_map(chosen)
    kept[b"post"] = struct.pack(">I", 0x00030000) + tables[b"post"][4:32]  # no names of glyphs
    return _write_woff(kept)


def _read_tables(font: bytes) -> dict[bytes, bytes]:
    """The tables of a font by their tags."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {}
    for i in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * i)
        tables[tag] = font[offset : offset + length]
    return tables


def _character_map(cmap: bytes) -> dict[int, int]:
    """The glyph of each character, from the subtable of format 4."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for i in range(count):
        _, _, start = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
        if struct.unpack_from(">H", cmap, start)[0] == 4:
            return _read_segments(cmap[start:])
    raise ValueError("the font has no character map of format 4")


def _read_segments(table: bytes) -> dict[int, int]:
    """The glyphs of a character map of format 4."""
    doubled = struct.unpack_from(">H", table, 6)[0]
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{doubled // 2}H", table, at)
        for at in (14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled)
    )
    glyphs = {}
    for i, (end, start, delta, offset) in enumerate(
        zip(ends, starts, deltas, offsets, strict=True)
    ):
        for character in range(start, min(end, 0xFFFE) + 1):
            glyph = character
            if offset:
                at = 16 + 3 * doubled + 2 * i + offset + 2 * (character - start)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            glyphs[character] = (glyph + delta) & 0xFFFF
    return glyphs


def _read_outlines(tables: dict[bytes, bytes]) -> list[bytes]:
    """The outline of each glyph, empty where it has none."""
    (count,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    is_long = struct.unpack_from(">h", tables[b"head"], 50)[0]
    places = struct.unpack_from(f">{count + 1}{'I' if is_long else 'H'}", tables[b"loca"])
    unit = 1 if is_long else 2
    return [
        tables[b"glyf"][start * unit : end * unit]
        for start, end in zip(places, places[1:], strict=False)
    ]


def _with_components(glyphs: set[int], outlines: list[bytes]) -> set[int]:
    """The glyphs and those that they are made of, such as a letter and its accent."""
    found, waiting = set(glyphs), list(glyphs)
    while waiting:
        outline = outlines[waiting.pop()]
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            continue
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", outline, at)
            at += 8 if flags & _ARGS_ARE_WORDS else 6
            at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 0
            at += 8 if flags & _HAS_MATRIX else 0
            if part not in found:
                found.add(part)
                waiting.append(part)
    return found


def _write_outlines(outlines: list[bytes], used: set[int]) -> tuple[bytes, bytes]:
    """The tables glyf and loca."""
    data, places = bytearray(), [0]
    for glyph, outline in enumerate(outlines):
        if glyph in used:
            data += outline + bytes(-len(outline) % 4)
        places.append(len(data))
    return bytes(data), struct.pack(f">{len(places)}I", *places)


def _write_widths(tables: dict[bytes, bytes], used: set[int]) -> bytes:
    """The table hmtx with zeros for glyphs that are not used."""
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    widths = bytearray(tables[b"hmtx"])
    for glyph in range(full - 1):  # the last one stands for all after it
        if glyph not in used:
            widths[4 * glyph : 4 * glyph + 4] = bytes(4)
    return bytes(widths)


def _write_character_map(glyphs: dict[int, int]) -> bytes:
    """The table cmap, of format 12 with a group a character."""
    groups = b"".join(struct.pack(">III", c, c, glyphs[c]) for c in sorted(glyphs))
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups


def _write_woff(tables: dict[bytes, bytes]) -> bytes:
    """The tables as one compressed file."""
    offset = 44 + 20 * len(tables)
    entries, body = [], bytearray()
    size = 12 + 16 * len(tables)
    for tag in sorted(tables):
        table = tables[tag]
        packed = zlib.compress(table, 9)
        packed = packed if len(packed) < len(table) else table
        entry = (tag, offset + len(body), len(packed), len(table), _checksum(table))
        entries.append(struct.pack(">4sIIII", *entry))
        body += packed + bytes(-len(packed) % 4)
        size += len(table) + -len(table) % 4
    head = struct.pack(
        ">4sIIHHIHHIIIII",
        b"wOFF",
        0x00010000,
        offset + len(body),
        len(tables),
        0,
        size,
        *(1, 0, 0, 0, 0, 0, 0),
    )
    return head + b"".join(entries) + bytes(body)


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF

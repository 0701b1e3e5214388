"""A part of one of the project's fonts as WOFF: the glyphs of some texts and no others."""

import io
from pathlib import Path

_FEATURES = ["BASE", "GDEF", "GPOS", "GSUB"]


def woff_subset(path: Path, characters: set[str]) -> bytes:
    """A font with the glyphs of some characters, to embed into a picture.

    Args:
        path: of a TrueType file.
        characters: single characters; those that the font lacks are left out.

    Returns:
        WOFF without kerning and other features; the same bytes for the same characters.
    """
    from fontTools import subset, ttLib  # large, so they are loaded for the first picture

    options = subset.Options(notdef_outline=True, hinting=False)
    options.drop_tables += _FEATURES  # reading them takes most of a second
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    part = io.BytesIO()
    with ttLib.TTFont(path, recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(part)
    return part.getvalue()

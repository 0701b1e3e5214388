"""An address as a QR code; always dark on white, as the cameras of phones need it."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import segno

_ERROR_LEVEL = "m"  # readable with 15 % of the code covered
_BORDER = 2  # modules of white around the code
_PNG_SCALE = 8  # px a module


def svg(url: str) -> str:
    """The code as an SVG without a size of its own."""
    out = io.BytesIO()
    _make(url).save(
        out, kind="svg", border=_BORDER, omitsize=True, xmldecl=False, light="white", nl=False
    )
    return out.getvalue().decode()


def png(url: str) -> bytes:
    """The code as a PNG, 8 px a module."""
    out = io.BytesIO()
    _make(url).save(out, kind="png", scale=_PNG_SCALE, border=_BORDER)
    return out.getvalue()


def _make(url: str) -> "segno.QRCode":
    import segno  # few pages show a code

    return segno.make(url, error=_ERROR_LEVEL, micro=False)

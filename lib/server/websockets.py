"""Compression of what is sent to a page, in a window that reaches back to its last run.

uvicorn compresses in a window of 4 kB. A run sends the charts' specs anew although they are as
before (30 to 70 kB apart) or like each other, which no such window holds: with the protocol's
largest a change of the overview takes two thirds of the bytes. It costs 0.1 MB a connection.
zlib's highest level takes another hundredth, for half a millisecond.
"""

from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl as protocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory


def widen_compression_window() -> None:
    """Call once before the server listens; it has no setting for it."""
    protocol.ServerPerMessageDeflateFactory = _wide_factory  # type: ignore[assignment,misc]


def _wide_factory(**options: Any) -> ServerPerMessageDeflateFactory:
    """uvicorn's, without its limit on the server's window."""
    options.pop("server_max_window_bits", None)
    options["compress_settings"] = {**options.get("compress_settings", {}), "level": 9}
    return ServerPerMessageDeflateFactory(**options)

"""What a page receives again costs next to nothing, however much came between."""

import random

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from lib.server.websockets import widen_compression_window


def sizes_as_sent(messages):
    """Compressed sizes on a new connection of uvicorn's, as Streamlit starts it."""

    async def app(scope, receive, send):
        raise NotImplementedError

    config = Config(app, ws="websockets-sansio")
    connection = WebSocketsSansIOProtocol(config, ServerState(), {}, _loop=object()).conn
    (offered,) = connection.available_extensions
    _, extension = offered.process_request_params([("client_max_window_bits", None)], [])
    return [len(extension.encode(Frame(Opcode.BINARY, message)).data) for message in messages]


def test_a_chart_that_is_as_in_the_run_before_is_hardly_sent_again():
    widen_compression_window()
    noise = random.Random(1)
    chart, other = noise.randbytes(8000), noise.randbytes(20_000)
    first, _, again = sizes_as_sent([chart, other, chart])
    assert first > 8000
    assert again < 200

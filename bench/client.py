"""A browser tab without a browser: one session that speaks Streamlit's websocket protocol.

It keeps large messages as the front end does and tells the server which ones it has, so that the
bytes counted are those that a browser would receive.
"""

import asyncio
import base64
import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.server import App
from lib.common.pages import PAGES

RUN_LIMIT = 20.0  # s
CHARTS = ("vega_lite_chart", "deck_gl_json_chart")
WITHOUT_CHARTS = tuple(page.slug for page in PAGES if not page.has_charts)


@dataclass(frozen=True)
class Run:
    """One script run as the client sees it."""

    seconds: float
    bytes: int  # of the messages
    sent: int  # on the wire, where the app may compress
    charts: int


class CountingConnection(ClientConnection):
    """A connection that counts the bytes it receives on the wire, where they may be compressed."""

    received_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Count, then go on."""
        self.received_bytes += len(data)
        super().data_received(data)


class Session:
    """One open tab: ``async with Session(app) as tab: await tab.run("province=79")``."""

    def __init__(self, app: App, page: str = "", limit: float = RUN_LIMIT) -> None:
        """A tab at the app's page with that url path; "" is the address without one.

        Args:
            app: Where it is.
            page: The url path.
            limit: How long a run may take, s.
        """
        self._app, self._page_name, self._limit = app, page, limit
        self._page_hash = ""
        self._runs = 0
        # By hash: the run that it was last used in, and whether it is a chart.
        self._cached: dict[str, tuple[int, bool]] = {}
        self._max_age = 0
        self._field = ""  # the id of the page's field for a file

    async def __aenter__(self) -> Self:
        """Connect."""
        socket = await connect(
            f"ws://{self._app.address}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            create_connection=CountingConnection,
            max_size=None,
            proxy=None,
        )
        assert isinstance(socket, CountingConnection)
        self._socket = socket
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the tab."""
        await self._socket.close()

    async def go(self, page: str, query: str = "") -> Run:
        """Run another page of the app, as a click on its link does."""
        self._page_name, self._page_hash = page, ""
        return await self.run(query)

    async def idle(self, seconds: float) -> None:
        """Wait so many seconds.

        Raises:
            ConnectionError: The connection has ended meanwhile.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._socket.wait_closed()
        except TimeoutError:
            return
        raise ConnectionError("the connection ended")

    async def upload(self, name: str, content: bytes) -> Run:
        """Hand in a file on a page that has a field for one, as lib/ui/web/upload.js does.

        Raises: as of ``run``.
        """
        file = {"name": name, "content": base64.b64encode(content).decode()}
        request = self._request("")
        trigger = request.rerun_script.widget_states.widgets.add()
        trigger.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{self._field}{EVENT_DELIM}events"
        trigger.json_trigger_value = json.dumps([{"event": "file", "value": file}])
        return await self._send(request, "")

    async def run(self, query: str = "") -> Run:
        """Request a script run at the page's address with ``query``; wait until it has finished.

        Raises:
            RuntimeError: The run failed, or drew no chart on a page that has some.
            TimeoutError: It took longer than the tab's limit.
        """
        return await self._send(self._request(query), query)

    async def _send(self, request: BackMsg, query: str) -> Run:
        """Send a request for a run and wait for its end; a run that asks for another goes on."""
        size = charts = 0
        before = self._socket.received_bytes
        start = time.perf_counter()
        async with asyncio.timeout(self._limit):
            await self._socket.send(bytes(request.SerializeToString()))
            while True:
                payload = await self._socket.recv(decode=False)
                size += len(payload)
                message = ForwardMsg.FromString(payload)
                charts += self._cache(message)
                if (
                    message.WhichOneof("type") == "script_finished"
                    and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    seconds = time.perf_counter() - start
                    break
        bare = not charts and self._page_name not in WITHOUT_CHARTS
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or bare:
            raise RuntimeError(f"{self._app.name} /{self._page_name}?{query} drew no chart")
        self._finish()
        return Run(seconds, size, self._socket.received_bytes - before, charts)

    def _request(self, query: str) -> BackMsg:
        request = BackMsg()
        state = request.rerun_script
        state.query_string, state.page_script_hash = query, self._page_hash
        if not self._page_hash:
            state.page_name = self._page_name
        state.cached_message_hashes.extend(self._cached)
        context = state.context_info
        context.url = f"http://{self._app.address}/{self._page_name}"
        context.timezone, context.locale, context.color_scheme = "UTC", "vi", "light"
        return request

    def _cache(self, message: ForwardMsg) -> bool:
        """Cache what the front end would cache; True for a chart."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            is_chart = self._cached[message.ref_hash][1]
            self._cached[message.ref_hash] = (self._runs, is_chart)
            return is_chart
        if kind == "new_session":
            self._max_age = message.new_session.config.max_cached_message_age
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element.WhichOneof("type")
            if element == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            component = message.delta.new_element.bidi_component
            if "upload" in component.id:
                self._field = component.id
            if message.metadata.cacheable:
                self._cached[message.hash] = (self._runs, element in CHARTS)
            return element in CHARTS
        return False

    def _finish(self) -> None:
        self._runs += 1
        self._cached = {
            key: (used, is_chart)
            for key, (used, is_chart) in self._cached.items()
            if self._runs - used <= self._max_age
        }

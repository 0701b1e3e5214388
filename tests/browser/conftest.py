"""The server that the browser tests open."""

from collections.abc import Iterator

import pytest

from tests.support.servers import Server, run_servers


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of one server for all of them."""
    replica = Server()
    with run_servers(replica):
        yield replica.base_url

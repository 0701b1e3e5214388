"""Two replicas behind nginx on this machine, as they are hosted; all on free ports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import nginx
from tests.support.servers import Server, free_port, run_servers


@pytest.fixture(scope="session")
def nginx_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where nginx works; Streamlit's front end is compressed once."""
    path = tmp_path_factory.mktemp("nginx")
    nginx.copy_front_end(path)
    return path


@pytest.fixture(scope="module")
def replicas() -> Iterator[tuple[Server, Server]]:
    """Two servers of the app."""
    pair = Server(), Server()
    with run_servers(*pair):
        yield pair


@pytest.fixture(scope="module")
def hosted(replicas: tuple[Server, Server], nginx_folder: Path) -> Iterator[nginx.Nginx]:
    """nginx before both."""
    with nginx.serve(nginx_folder, free_port(), [r.host for r in replicas]) as proxy:
        yield proxy


@pytest.fixture
def server(hosted: nginx.Nginx) -> str:
    """The URL that ``visit`` opens."""
    return hosted.base_url

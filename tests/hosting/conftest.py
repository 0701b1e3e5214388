"""Two replicas behind nginx on this machine, as they are hosted; all on free ports."""

import pytest

from bench import nginx
from tests.support.servers import Server, free_port, running


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where nginx works; Streamlit's front end is compressed once."""
    path = tmp_path_factory.mktemp("nginx")
    nginx.front_end(path)
    return path


@pytest.fixture(scope="module")
def replicas():
    pair = Server(), Server()
    with running(*pair):
        yield pair


@pytest.fixture(scope="module")
def hosted(replicas, folder):
    with nginx.serve(folder, free_port(), [r.host for r in replicas]) as proxy:
        yield proxy


@pytest.fixture
def server(hosted):
    """What ``visit`` opens by default."""
    return hosted.address

"""Data that are missing, cut short, unreadable or exchanged: told, and recovered from at once."""

import re
import shutil

import httpx
import pytest

from tests.browser.conftest import Visit
from tests.support.servers import Server, copy_of_the_project, running


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return copy_of_the_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def alone(root):
    server = Server(root, options=("--server.fileWatcherType", "none"))
    with running(server):
        yield server


def cut(path):
    path.write_bytes(path.read_bytes()[:50_000])


def other_bytes(path):
    # One score more, in a file of the same form.
    path.write_bytes(re.sub(rb"0\.(\d)", rb"1.\1", path.read_bytes(), count=1))


def unreadable(path):
    # Root may read whatever its mode says, but not a folder as a file.
    path.unlink()
    path.mkdir()


DAMAGE = {
    "missing": (lambda path: path.unlink(), "Không tìm thấy tệp scores.csv"),
    "half-written": (cut, "Tệp scores.csv"),
    "empty": (lambda path: path.write_bytes(b""), "Tệp scores.csv trống"),
    "wrong hash": (other_bytes, "sai mã SHA-256"),
    "unreadable": (unreadable, "Không đọc được tệp scores.csv"),
    "no folder": (lambda path: shutil.rmtree(path.parent), "Không tìm thấy"),
}


@pytest.mark.browser
def test_bad_data_are_told_and_forgotten_once_they_are_whole(chromium, alone, root, tmp_path):
    whole = shutil.copytree(root / "data", tmp_path / "whole")
    context = chromium.new_context()
    visit = Visit(context.new_page(), alone.address)
    for name, (damage, sentence) in DAMAGE.items():
        damage(root / "data" / "scores.csv")
        answer = httpx.get(f"{alone.address}/healthz")
        assert answer.status_code == 503 and answer.json()["status"] == "data", name
        assert httpx.get(f"{alone.address}/_stcore/health").status_code == 200, name
        visit.page.goto(f"{alone.address}/map?province=79")
        visit.page.get_by_role("heading", name="Chưa hiển thị được số liệu").wait_for()
        text = visit.page.locator("[data-testid=stMain]").inner_text()
        assert sentence in text and "Traceback" not in text, name

        shutil.rmtree(root / "data", ignore_errors=True)
        shutil.copytree(whole, root / "data")
        assert httpx.get(f"{alone.address}/healthz").json() == {"status": "ok"}, name
        visit.open("map?province=79")
        assert visit.heading().startswith("TP. Hồ Chí Minh"), name
    assert visit.errors == []
    context.close()

"""Missing, truncated, unreadable or exchanged data: a page says so, and the app recovers."""

import re
import shutil

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.browser_page import Visit
from tests.support.servers import Server, copy_project, run_servers


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def replica(root):
    server = Server(root, options=("--server.fileWatcherType", "none"))
    with run_servers(server):
        yield server


def truncate(path):
    path.write_bytes(path.read_bytes()[:50_000])


def change_a_score(path):
    # Still a valid file, but not the one that its description was made for.
    path.write_bytes(re.sub(rb"0\.(\d)", rb"1.\1", path.read_bytes(), count=1))


def make_unreadable(path):
    # Root may read whatever its mode says, but not a folder as a file.
    path.unlink()
    path.mkdir()


DAMAGE = {
    "missing": (lambda path: path.unlink(), "Không tìm thấy tệp scores.csv"),
    "half-written": (truncate, "Tệp scores.csv"),
    "empty": (lambda path: path.write_bytes(b""), "Tệp scores.csv trống"),
    "wrong hash": (change_a_score, "sai mã SHA-256"),
    "unreadable": (make_unreadable, "Không đọc được tệp scores.csv"),
    "no folder": (lambda path: shutil.rmtree(path.parent), "Không tìm thấy"),
}


def test_bad_data_are_reported_until_they_are_whole_again(chromium, replica, root, tmp_path):
    whole = shutil.copytree(root / "data", tmp_path / "whole")
    context = chromium.new_context()
    visit = Visit(context.new_page(), replica.base_url)
    for name, (damage, sentence) in DAMAGE.items():
        damage(root / "data" / "scores.csv")
        answer = httpx.get(f"{replica.base_url}/healthz")
        assert answer.status_code == 503 and answer.json()["status"] == "data", name
        assert httpx.get(f"{replica.base_url}/_stcore/health").status_code == 200, name
        visit.page.goto(f"{replica.base_url}/map?province=79")
        visit.page.get_by_role("heading", name="Chưa hiển thị được số liệu").wait_for()
        main = visit.page.locator("[data-testid=stMain]")
        expect(main, name).to_contain_text(sentence)
        expect(main, name).not_to_contain_text("Traceback")

        shutil.rmtree(root / "data", ignore_errors=True)
        shutil.copytree(whole, root / "data")
        assert httpx.get(f"{replica.base_url}/healthz").json() == {"status": "ok"}, name
        visit.open("map?province=79")
        assert visit.heading().startswith("TP. Hồ Chí Minh"), name
    assert visit.errors == []
    context.close()

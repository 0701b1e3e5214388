"""One of two replicas dies: every viewer is back on the same view, and what they do next works."""

import csv
import io
import re

import pytest

from tests.support.browser_page import Visit

VIEWS = (
    "map?province=79&year=2022",
    "overview?province=48",
    "trends?province=72&lang=en",
    "peers?province=92&peers=72%2C82",
)
# Notes each time when the page has no heading, or a dialog of Streamlit's stands over it.
WATCH = """() => {
  window.lost = [];
  const state = () => document.querySelector("[data-testid=stApp]").dataset;
  window.before = state().testConnectionState;
  setInterval(() => {
    if (state().testConnectionState !== "CONNECTED") window.broken = true;
    if (!document.querySelector("h1")) window.lost.push("no heading");
    if (document.querySelector("[data-testid=stDialog], [data-testid=stException]"))
      window.lost.push("dialog");
  }, 20);
}"""
BACK = """() => window.broken
  && document.querySelector("[data-testid=stApp]").dataset.testConnectionState === "CONNECTED"
"""


def seat(visit):
    cookies = visit.page.context.cookies()
    return next(int(c["value"]) for c in cookies if c["name"] == "papi_seat")


@pytest.fixture
def visits(chromium, hosted):
    contexts = [chromium.new_context(accept_downloads=True) for _ in VIEWS]
    yield [Visit(context.new_page(), hosted.base_url) for context in contexts]
    for context in contexts:
        context.close()


def test_a_replica_dies_and_nobody_loses_the_view(visits, hosted, replicas, chromium):
    for visit, path in zip(visits, VIEWS, strict=True):
        visit.open(path)
        visit.page.evaluate(WATCH)
    seats = [seat(visit) for visit in visits]
    assert set(seats) == {1, 2}
    headings = [visit.heading() for visit in visits]
    gone = seats[0]
    replicas[gone - 1].kill()

    reseated = [visit for visit, number in zip(visits, seats, strict=True) if number == gone]
    for visit in reseated:
        visit.wait_until(BACK)
        visit.wait_until_drawn()
        assert seat(visit) == 3 - gone
    for visit, path, heading in zip(visits, VIEWS, headings, strict=True):
        assert visit.page.url.endswith(path)
        assert visit.heading() == heading
        assert visit.page.evaluate("window.lost") == []

    # The first choice that a viewer makes after that takes effect.
    for visit, path in zip(reseated, (VIEWS[0], VIEWS[2]), strict=False):
        visit.page.get_by_role("combobox").first.click()
        visit.page.get_by_role("option", name="An Giang").click()
        visit.wait_for_heading("An Giang")
        assert "province=89" in visit.page.url
        assert ("lang=en" in visit.page.url) == ("lang=en" in path)

    # A download comes from the replica that the viewer is on now.
    page = reseated[0].page
    reseated[0].open("map?province=79&data=map.national")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("CSV")).click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(rows) == 1 + 61  # provinces with a score in 2023

    # Started again, it takes new viewers.
    replicas[gone - 1].start()
    taken = set()
    for _ in range(8):
        context = chromium.new_context()
        visit = Visit(context.new_page(), hosted.base_url)
        visit.page.goto(f"{hosted.base_url}/about")
        taken.add(seat(visit))
        context.close()
    assert taken == {1, 2}


def test_a_browser_without_cookies_downloads_too(chromium, hosted):
    """As in a frame on another site: page and download may come from different replicas."""
    context = chromium.new_context(accept_downloads=True)
    context.route("**/*", lambda route: route.continue_(headers=_without_cookie(route.request)))
    visit = Visit(context.new_page(), hosted.base_url)
    visit.open("overview?data=overview.strip")
    for _ in range(3):
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name=re.compile("CSV")).click()
        assert download.value.path().stat().st_size > 200
    context.close()


def _without_cookie(request):
    return {name: value for name, value in request.headers.items() if name != "cookie"}

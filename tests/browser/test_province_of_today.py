"""Between years of the 63 and of the 34; those are made up, see ``tests.support.made_up_34``."""

from collections.abc import Iterator

import pytest

from tests.browser.test_paper import printed
from tests.support import made_up_34
from tests.support.browser_page import Visit, checked_visit
from tests.support.servers import Server, copy_project, run_servers


@pytest.fixture(scope="module")
def first_year(tmp_path_factory) -> Iterator[str]:
    """The URL of a server whose data have a year of the 34."""
    root = copy_project(tmp_path_factory.mktemp("first_year") / "app")
    made_up_34.copy_data(root)
    server = Server(root)
    with run_servers(server):
        yield server.base_url


def choose(visit: Visit, field: str, option: str, heading: str) -> None:
    """Choose a province or a year, and wait for the headline."""
    if field == "Năm":
        visit.page.get_by_role("combobox", name=field).select_option(option)
    else:
        visit.page.get_by_role("combobox", name=field).click()
        visit.page.get_by_role("option", name=option, exact=True).click()
    visit.wait_for_heading(heading)
    visit.wait_until_drawn()


# Tây Ninh of the 63 has another code than what it became, Long An the same.
@pytest.mark.parametrize(("code", "name"), [("72", "Tây Ninh"), ("80", "Long An")])
def test_an_old_year_leads_back_to_the_member_last_looked_at(chromium, first_year, code, name):
    context = chromium.new_context()
    visit = Visit(context.new_page(), first_year)
    page = visit.open(f"overview?province={code}&year=2023")
    visit.wait_for_heading(f"{name} xếp thứ")
    page.get_by_role("link", name="Xem năm 2025").click()
    visit.wait_for_heading("Tây Ninh (sau sắp xếp) xếp thứ 7/34")
    visit.wait_until_drawn()
    choose(visit, "Năm", "2023", f"{name} xếp thứ")
    # Another province of the 34, and back to the one that the member became.
    choose(visit, "Năm", "2025", "Tây Ninh (sau sắp xếp) xếp thứ 7/34")
    choose(visit, "Tỉnh, thành phố", "Vĩnh Long", "Vĩnh Long (sau sắp xếp) xếp thứ 29/34")
    choose(visit, "Tỉnh, thành phố", "Tây Ninh", "Tây Ninh (sau sắp xếp) xếp thứ 7/34")
    choose(visit, "Năm", "2022", f"{name} xếp thứ")
    assert f"province={code}" in page.url and visit.errors == []
    # Whoever came from the merged province sees of which of its members the year is.
    own, other = page.locator(".ways", has_text="Trước sắp xếp:").get_by_role("link").all()
    current = [link.get_attribute("aria-current") for link in (own, other)]
    assert sorted(current, key=str) == [None, "page"]
    link = other if current[0] else own
    assert link.inner_text() == {"80": "Tây Ninh", "72": "Long An"}[code]
    link.click()
    visit.wait_for_heading({"80": "Tây Ninh xếp thứ", "72": "Long An xếp thứ"}[code])
    context.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_long_names_leave_room_for_what_rose_most_in_the_cases_to_learn_from(
    chromium, first_year, lang
):
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    visit = Visit(context.new_page(), first_year)
    page = visit.open(f"targets?province=80&year=2025&lang={lang}")
    visit.wait_until_drawn()
    rows = page.locator("table.plain tr")
    assert "sắp xếp)" in rows.nth(1).inner_text() or "merger)" in rows.nth(1).inner_text()
    width = page.locator("table.plain").bounding_box()["width"]
    assert rows.nth(1).locator("td").last.bounding_box()["width"] > width / 3.2
    # Scores and ranks stay on one line, a row takes four lines at most.
    for column in (2, 5):
        cell = rows.nth(1).locator("th, td").nth(column)
        assert cell.evaluate("cell => getComputedStyle(cell).whiteSpace") == "nowrap"
    heights = [rows.nth(n).bounding_box()["height"] for n in range(1, rows.count())]
    assert max(heights) <= 4 * 21 + 14
    context.close()


def test_a_phone_shows_long_names_and_cases_to_learn_from_in_its_whole_width(chromium, first_year):
    with checked_visit(chromium, first_year, "phone") as visit:
        page = visit.open("targets?province=79&year=2025")
        table = page.locator("table.plain")
        risen = table.locator("tr").nth(1).locator("td").last
        assert risen.bounding_box()["width"] > 0.9 * table.bounding_box()["width"]
        page = visit.open("merged?province=86&year=2025")
        chart = page.locator("svg", has_text="2.4 Công khai, minh bạch")
        name = chart.locator("text", has_text="2.4 Công khai, minh bạch")
        box, drawing = name.bounding_box(), chart.bounding_box()
        assert box["x"] + box["width"] <= drawing["x"] + drawing["width"]


@pytest.mark.parametrize("path", ["province=79", "province=79&lang=en", "province=80"])
def test_an_overview_with_a_history_prints_on_two_sheets(chromium, first_year, path):
    with checked_visit(chromium, first_year, "projector") as visit:
        sheets = printed(visit.open(f"overview?year=2025&{path}"))
        assert len(sheets) == 2
        assert "2011" in sheets[1].extract_text()  # the history

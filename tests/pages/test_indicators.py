"""A file of the 34 provinces with indicators: tried out, seen on the page, ended."""

import pytest

from lib.datasets.tables import load_tables
from tests.ingest.workbooks import next_year, turned, xlsx
from tests.pages.apps import go_to_page, html_of, open_page, start_session
from tests.pages.test_preview import text_of, upload

TABLE = '<section class="indicators">'


@pytest.fixture(scope="module")
def content():
    """An imitation of "2025 by the 34": each indicator has the code of the first member."""
    tables = load_tables()
    rows = turned(
        tables,
        next_year(tables),
        2025,
        "34",
        indicator=lambda code, member: int(member) / 100 + float(code) / 10_000,
    )
    return xlsx({"2025_VIE_ENG": rows})


def test_indicators_of_the_34_are_on_the_page_until_the_preview_ends(content):
    app = upload(start_session(), content, "papi 2025 34.xlsx")
    report = text_of(app)
    assert "Tệp có 28 chỉ tiêu dưới các nội dung thành phần năm 2025 (" in report
    assert "được giữ riêng bên cạnh điểm" in report
    go_to_page(app, "dimensions")
    app.query_params["measure"] = "6.1"
    page = text_of(app.run())
    assert not app.exception and TABLE in page
    assert "chỉ tiêu của " in page
    assert "Tỷ lệ 1 của Y tế công lập (%)" in page and "Tỷ lệ 4 của " in page
    assert "72,1%" in page  # Tây Ninh has the value of its first member, 72
    # Words find an indicator of another dimension.
    app.text_input(key="view_find").set_value("tri thuc").run()
    page = text_of(app)
    assert app.query_params["find"] == "tri thuc" and "1 chỉ tiêu có “tri thuc”" in page
    assert "Tỷ lệ 1 của Tri thức công dân (%)" in page and "Tỷ lệ 1 của Y tế" not in page
    app.button(key="preview_end").click().run()
    assert TABLE not in text_of(app) and not app.exception


def test_without_indicators_the_page_is_as_before():
    app = open_page("dimensions", {"province": "80", "year": "2023", "find": "lanh dao"})
    assert TABLE not in html_of(app) and not app.text_input

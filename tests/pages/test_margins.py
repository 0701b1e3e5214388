"""Pages where standard errors are printed; the margins are made up."""

import pytest

from lib.datasets import tables
from tests.ingest.workbooks import next_year, turned, xlsx
from tests.pages.apps import go_to_page, html_of, open_page, start_session
from tests.support.made_up_margins import with_margins

LONG_AN = {"province": "80", "year": "2024"}


@pytest.fixture
def measured(monkeypatch):
    """The app reads the published data with margins of 2023 and 2024."""
    loaded = with_margins(tables.load_tables())
    monkeypatch.setattr(tables, "load_tables", lambda *_: loaded)
    monkeypatch.setattr(tables, "data_version", lambda *_: "made-up margins")


@pytest.mark.parametrize(
    ("slug", "texts"),
    [
        ("overview", ["khoảng tin cậy 90%", "tính cả sai số"]),
        ("trends", ["Vượt sai số lấy mẫu", "Bền vững", "tương quan 0,5"]),
        ("targets", ["sai số chuẩn"]),
        ("brief", ["Tính cả sai số lấy mẫu", "chưa vượt sai số lấy mẫu"]),
    ],
)
def test_pages_tell_the_errors(measured, slug, texts):
    app = open_page(slug, LONG_AN)
    assert not app.exception
    page = html_of(app)
    assert [text for text in texts if text not in page] == []


def test_the_page_of_methods_tells_them(measured):
    app = open_page("about", LONG_AN)
    assert not app.exception
    assert any("Smyth 2004" in block.value for block in app.markdown)


def test_the_34_are_shown_as_before(measured):
    app = open_page("overview", {"province": "80", "units": "34", "year": "2024"})
    assert not app.exception and "tính cả sai số" not in html_of(app)


def test_a_preview_tells_what_was_found_and_shows_it():
    tables_now = tables.load_tables()
    content = xlsx({"2025_VIE_ENG": turned(tables_now, next_year(tables_now))})
    app = start_session(**LONG_AN)
    go_to_page(app, "preview")
    app.session_state["preview_arrived"] = (content, "papi 2025.xlsx")
    app.run()
    assert "khoảng tin cậy 90% hai phía" in html_of(app)
    go_to_page(app, "overview")
    assert not app.exception and "khoảng 90%" in html_of(app)
    app.button(key="preview_end").click().run()
    assert "khoảng 90%" not in html_of(app)

"""Links, names of files and codes that pages hand out; provinces side by side in the address."""

import html
import io
import re
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from streamlit.runtime.context import ContextProxy

from lib.common.pages import PAGES
from lib.model.opening_view import OpeningView
from lib.model.url_parameters import read_view
from lib.model.view import View
from lib.server import public_url
from lib.ui.pages import table as table_page
from lib.ui.parts import charts
from tests.pages.apps import choose_province, html_of, open_page

# The names that the app itself reads these files by, and that of the producer.
NAMES_OF_DATA_FILES = {"weights.csv", "weights.meta.toml", "plan_measures.csv", "papi-2024.xlsx"}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("slug", "params", "slug_of_name", "years"),
    [
        ("dimensions", {}, "long-an", "2023"),
        ("dimensions", {"units": "34", "province": "01"}, "ha-noi", "2023-34"),
        ("plan", {}, "long-an", "2024"),
        ("plan", {"units": "34"}, "tay-ninh", "2025-34"),
        ("table", {"year": "2024", "measure": "6"}, "long-an", "2024"),
        ("present", {"province": "46"}, "thua-thien-hue", "2023"),
        ("brief", {}, "long-an", "2023"),
        ("citizens", {}, "long-an", "2023"),
        ("merged", {}, "long-an", "2023"),
        ("trends", {"data": "trends.movers"}, "long-an", "2023"),
        ("preview", {}, "long-an", "2023"),
    ],
)
def test_files_to_download_are_named_after_province_year_and_language(
    slug, params, slug_of_name, years, lang
):
    buttons = open_page(slug, params | {"lang": lang}).get("download_button")
    names = {button.proto.id.partition("-download_")[2] for button in buttons}
    assert names
    for name in names - NAMES_OF_DATA_FILES - {f"papi-2011-2024-{lang}.xlsx"}:
        assert name.startswith("papi-"), name
        assert name.partition(".")[0].rpartition(slug_of_name)[2] == f"-{years}-{lang}", name


def test_a_frame_of_a_figure_of_changes_keeps_its_start_year():
    app = open_page("trends", {"since": "2021", "data": "trends.movers"})
    snippets = re.findall(r"/embed/trends.movers[^ ]*", html_of(app))
    assert snippets and all("since=2021" in snippet for snippet in snippets)
    refused = html_of(open_page("trends", {"since": "2012", "data": "trends.movers"}))
    snippets = re.findall(r"/embed/trends.movers[^ ]*", refused)
    assert snippets and not any("since" in snippet for snippet in snippets)


def test_links_to_copy_have_the_address_in_the_browser_and_codes_that_of_the_network(monkeypatch):
    monkeypatch.delenv(public_url.ENV_VARIABLE, raising=False)
    monkeypatch.setattr(public_url, "_network_address", lambda: "10.0.0.7")
    address = property(lambda _: "http://localhost:8501/overview?province=80")
    monkeypatch.setattr(ContextProxy, "url", address)
    text = html_of(open_page("overview", {"data": "overview.strip"}))
    for written in (r'data-copy="(http.*?)/overview', r"src=(?:&#34;|&quot;)(.*?)/embed/"):
        assert set(re.findall(written, text)) == {"http://localhost:8501"}, written
    monkeypatch.setattr(ContextProxy, "url", property(lambda _: "http://localhost:8501/present"))
    notes = html_of(open_page("present", {}))
    assert "http://10.0.0.7:8501" in notes


def test_who_wants_to_embed_is_told_where_the_host_does_not_let_others(monkeypatch):
    def panel():
        return html_of(open_page("peers", {"data": "peers.ladder"}))

    assert "Máy chủ này chưa cho trang khác nhúng biểu đồ" in panel()
    monkeypatch.setenv("PAPI_EMBED_ANCESTORS", "'self' https://portal.example.vn")
    text = panel()
    assert "/embed/peers.ladder" in text and "chưa cho trang khác nhúng" not in text


def test_captions_and_notes_of_spreadsheets_open_the_same_view_on_another_host(
    dataset, monkeypatch
):
    files = {}

    def record(label, make, name):
        files[name] = make

    monkeypatch.setenv("PAPI_PUBLIC_URL", "https://papi.example.vn")
    for module in (charts, table_page):
        monkeypatch.setattr(module, "download_button", record)
    params = {"province": "72", "year": "2022", "measure": "6", "peers": "neighbours"}
    shown = View(province="72", year=2022, measure="6", peers="neighbours")
    open_page("peers", params | {"data": "peers.ladder"})
    open_page("table", params)
    books = [openpyxl.load_workbook(io.BytesIO(files[n]())) for n in files if n.endswith(".xlsx")]
    links = [
        str(row[0].value)
        for book in books
        for row in book.worksheets[-1].iter_rows()
        if str(row[0].value).startswith("https://papi.example.vn/")
    ]
    page = html.unescape(html_of(open_page("citizens", params)))
    links += re.findall(r"(https://papi.example.vn/citizens[?][^\s<\"]*)", page)
    assert {urlsplit(link).path for link in links} == {"/peers", "/table", "/citizens"}
    for link in links:
        query = dict(parse_qsl(urlsplit(link).query))
        opened, notices = read_view(query, dataset, "light", OpeningView("01", 2012, "en"))
        assert (opened, notices) == (shown, []), link


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_every_page_offers_its_link_that_keeps_its_meaning(slug, monkeypatch):
    monkeypatch.setenv("PAPI_PUBLIC_URL", "https://papi.example.vn")
    (link,) = re.findall('data-copy="([^"]*)"', html_of(open_page(slug, {"measure": "6.2"})))
    view = "province=80&amp;year=2023&amp;measure=6.2&amp;units=63&amp;lang=vi"
    assert link == f"https://papi.example.vn/{slug}?{view}"


def test_the_link_of_a_page_keeps_the_open_data_and_drops_what_is_not_a_view():
    app = open_page("peers", {"data": "peers.ladder", "fbclid": "x", "Year": "2024 "})
    (link,) = re.findall('data-copy="[^"]*/peers[?]([^"]*)"', html_of(app))
    assert link == "province=80&amp;year=2024&amp;units=63&amp;lang=vi&amp;data=peers.ladder"
    assert "Liên kết đã được đọc là: “Year=2024 ” → year=2024." in html_of(app)


@pytest.mark.parametrize("slug", ["peers", "dimensions"])
def test_provinces_beside_the_chosen_one_are_added_and_taken_away(slug):
    app = open_page(slug, {"peer": "94"})
    choose_province(app, "72", "peer")
    assert app.query_params["peer"] == "94,72"
    choose_province(app, "96", "peer")
    assert app.query_params["peer"] == "94,72,96" and not app.exception
    text = html_of(app)
    assert 'id="pick-peer"' not in text  # there is no room for a fifth
    remove = re.search(r'href="([^"]*)" aria-label="Bỏ Tây Ninh"', text)[1]
    assert "peer=94%2C96&" in remove.replace("&amp;", "&")
    if slug == "peers":
        assert "Long An cao hơn Sóc Trăng ở 1/8, Tây Ninh ở 5/8 và Cà Mau ở 4/8 nội dung" in text
        assert "vẽ tối đa ba địa phương" in text


def test_a_province_without_scores_beside_the_chosen_one_is_named():
    app = open_page("peers", {"peer": "22"})
    assert not app.exception and len(app.get("vega_lite_chart")) == 2
    assert "Không có số liệu năm 2023 để so sánh: Quảng Ninh." in html_of(app)
    app = open_page("peers", {"peer": "22,94", "lang": "en"})
    assert "No scores in 2023 to compare with: Quang Ninh." in html_of(app)
    assert len(app.get("vega_lite_chart")) == 4

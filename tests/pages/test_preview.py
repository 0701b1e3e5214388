"""New figures are seen in the session that brought them, on every page, and nowhere else."""

import threading
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.common import pages
from lib.common.paths import ROOT
from lib.datasets import tables as datasets_tables
from lib.ingest.inspection import inspect_file
from lib.model.view import View
from lib.ui import cache, previews
from tests.ingest.workbooks import column, grid, next_year, row_of, xlsx

BANNER = 'class="tried"'


@pytest.fixture(scope="module")
def tables():
    return datasets_tables.load_tables()


@pytest.fixture(scope="module")
def content(tables):
    return xlsx({"2025_PAPI": grid(tables, next_year(tables, factor=0.5**0.01))})


def session(**params):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def page(app, slug):
    return app.switch_page(pages.page_by_slug(slug).script).run()


def hand_in(app, content, name="papi 2025.xlsx"):
    """As the field does when a file has been chosen."""
    page(app, "preview")
    app.session_state["preview_arrived"] = (content, name)
    return app.run()


def words(app):
    return " ".join(block.proto.body for block in app.get("html"))


def shown(app):
    """What the page says, without the style sheet."""
    return words(app).split("<style>")[0]


def test_a_file_is_seen_on_every_page_until_it_is_ended(content):
    app = hand_in(session(), content)
    assert "papi 2025.xlsx (2025): 1.708 điểm của 61 tỉnh" in words(app)
    assert app.query_params["year"] == "2025"
    for slug in (p.slug for p in pages.PAGES):
        page(app, slug)
        assert not app.exception and BANNER in words(app), slug
        assert "Đang xem thử tệp papi 2025.xlsx (2025)" in words(app)
    page(app, "overview")
    assert "42,00" in words(app)  # 42,29 a little lower
    assert "XEM THỬ, chưa công bố. Nguồn: PAPI" in words(app)
    app.button(key="preview_end").click().run()
    assert BANNER not in words(app) and "40,83" in words(app) and "year" not in app.query_params


def test_one_viewers_preview_never_shows_to_another(content, tables):
    mine, other = session(), session(year="2024")
    before = shown(other)
    hand_in(mine, content)
    page(mine, "overview")
    assert BANNER in words(mine) and BANNER not in words(other.run())
    assert shown(other) == before
    late = session(year="2025")
    # There the year is unknown: the newest one shows, and the way to a preview is named.
    assert "xem thử có thể đã kết thúc" in words(late) and BANNER not in words(late)
    assert "trang đang hiển thị năm 2024" in words(late) and ">Xem thử</a></p>" in words(late)
    assert "42,29" in words(late)
    # A second file of the same name and year in another session is another world.
    lower = xlsx({"2025_PAPI": grid(tables, next_year(tables, factor=0.9))})
    hand_in(other, lower)
    page(other, "overview")
    page(mine, "overview")
    assert "42,00" in words(mine) and "42,00" not in words(other) and "38,06" in words(other)


def test_figures_of_a_preview_are_cached_apart(content, tables):
    read = inspect_file(content, "x.xlsx", tables)
    published = cache.figure("peers.ladder", View(year=2024))
    previews._remember_preview("secret", read)
    tried = replace(View(year=2025), preview="secret")
    assert "2025" in cache.figure("peers.ladder", tried).subtitle
    assert cache.figure("peers.ladder", View(year=2024)).title == published.title
    with pytest.raises(KeyError):
        cache.figure("peers.ladder", View(year=2025))
    # A download is made by another thread, without the session.
    made = []
    ask = threading.Thread(target=lambda: made.append(cache.card("square", tried)))
    ask.start()
    ask.join()
    assert made and made[0] != cache.card("square", View(year=2024))


def test_the_secret_is_not_in_the_address_and_the_address_cannot_name_one(content, tables):
    view = View(preview="secret")
    assert view.query() == {} and view.file_prefix == "xem-thu-papi"
    previews._remember_preview("secret", inspect_file(content, "x.xlsx", tables))
    app = session(preview="secret", year="2025")
    assert BANNER not in words(app) and "42,29" in words(app)


def test_few_previews_are_kept_and_ending_one_forgets_it(content, tables):
    read = inspect_file(content, "x.xlsx", tables)
    for number in range(40):
        previews._remember_preview(f"s{number}", read)
    assert len(previews.all_previews()) == previews.MAX_PREVIEWS
    app = hand_in(session(), content)
    secret = app.session_state["preview"][0]
    assert secret in previews.all_previews()
    page(app, "overview")
    app.button(key="preview_end").click().run()
    assert secret not in previews.all_previews()
    with pytest.raises(LookupError):
        cache.figure("peers.ladder", View(year=2025, preview=secret))


def test_a_bad_file_is_told_and_changes_nothing(tables):
    rows = grid(tables, next_year(tables))
    rows[row_of(rows)][column(rows, "Civic Knowledge")] = "=<b>1</b>"
    app = hand_in(session(), xlsx({"<i>2025": rows}), "<script>.xlsx")
    text = shown(app)
    assert "Chưa dùng được tệp &lt;script&gt;.xlsx: 1 chỗ phải sửa." in text
    assert "Trang tính “&lt;i&gt;2025”, ô E53: ô chứa công thức" in text
    assert "<script>.xlsx" not in text and BANNER not in text
    assert "40,83" in words(page(app, "overview"))


def test_a_file_of_another_kind_is_told_in_the_language_of_the_page():
    app = hand_in(session(lang="en"), b"\x89PNG\r\n", "photo.png")
    assert "The file is neither Excel (.xlsx) nor CSV" in words(app)


def test_a_good_file_replaces_a_preview_and_a_bad_one_leaves_it(content):
    app = hand_in(session(), content)
    first = app.session_state["preview"][0]
    hand_in(app, b"", "empty.csv")
    assert app.session_state["preview"][0] == first
    assert "Tệp trống" in words(app) and BANNER in words(app)
    hand_in(app, content, "zweite.xlsx")
    assert app.session_state["preview"][0] != first
    assert "Tệp trống" not in words(app)

"""New figures show in the session that uploaded them, on every page, and nowhere else."""

import io
import threading
from dataclasses import replace

import openpyxl
import pytest

from lib.common.pages import PAGES
from lib.datasets.tables import load_tables
from lib.exports.file_names import file_name
from lib.ingest.inspection import inspect_file
from lib.ingest.recognition import Confirmed
from lib.ingest.result import refused_result
from lib.model.view import View
from lib.server.run_queue import FileQueue
from lib.ui.cache import draw_figure, draw_share_card
from lib.ui.pages import preview
from lib.ui.preview_session import MAX_FILES, keep_file, uploaded_files
from tests.ingest.workbooks import column, grid, next_year, published, row_of, xlsx
from tests.pages.apps import go_to_page, html_of, start_session

BANNER = 'class="tried"'


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def content(tables):
    return xlsx({"2025_PAPI": grid(tables, next_year(tables, factor=0.5**0.01))})


def upload(app, content, name="papi 2025.xlsx", *confirmed):
    """Upload a file as the field does when one has been chosen."""
    go_to_page(app, "preview")
    app.session_state["preview_arrived"] = (content, name, *confirmed)
    return app.run()


def text_of(app):
    """What the page says, without the style sheet."""
    return html_of(app).split("<style>")[0]


def test_a_preview_shows_on_every_page_until_it_ends(content):
    app = upload(start_session(), content)
    assert "papi 2025.xlsx (2025): 1.708 điểm của 61 tỉnh" in html_of(app)
    assert app.query_params["year"] == "2025"
    for slug in (p.slug for p in PAGES):
        go_to_page(app, slug)
        assert not app.exception and BANNER in html_of(app), slug
        assert "Đang xem thử tệp papi 2025.xlsx (2025)" in html_of(app)
    go_to_page(app, "overview")
    assert "42,00" in html_of(app)  # 42,29 a little lower
    assert "XEM THỬ, chưa công bố. Nguồn: PAPI" in html_of(app)
    app.button(key="preview_end").click().run()
    assert BANNER not in html_of(app) and "40,83" in html_of(app) and "year" not in app.query_params


def test_years_that_are_only_compared_are_not_among_those_of_a_preview(tables):
    new = grid(tables, next_year(tables))
    older = grid(tables, published(tables, 2024), 2024)
    app = upload(start_session(), xlsx({"2025_PAPI": new, "2024_PAPI": older}))
    assert "Đang xem thử tệp papi 2025.xlsx (2025)," in html_of(app)
    assert "papi 2025.xlsx (2025): 1.708 điểm của 61 tỉnh" in html_of(app)


def test_one_viewers_preview_never_shows_to_another(content, tables):
    mine, other = start_session(), start_session(year="2024")
    before = text_of(other)
    upload(mine, content)
    go_to_page(mine, "overview")
    assert BANNER in html_of(mine) and BANNER not in html_of(other.run())
    assert text_of(other) == before
    late = start_session(year="2025")
    # There the year is unknown: the newest one shows, and the way to a preview is linked.
    assert "xem thử có thể đã kết thúc" in html_of(late) and BANNER not in html_of(late)
    assert "trang đang hiển thị năm 2024" in html_of(late) and ">Xem thử</a></p>" in html_of(late)
    assert "42,29" in html_of(late)
    # A second file of the same name and year in another session is another data set.
    lower = xlsx({"2025_PAPI": grid(tables, next_year(tables, factor=0.9))})
    upload(other, lower)
    go_to_page(other, "overview")
    go_to_page(mine, "overview")
    assert "42,00" in html_of(mine) and "42,00" not in html_of(other) and "38,06" in html_of(other)


def test_figures_of_a_preview_have_their_own_cache_entries(content, tables):
    result = inspect_file(content, "x.xlsx", tables)
    published = draw_figure("peers.ladder", View(year=2024))
    keep_file("secret", result)
    view = replace(View(year=2025), preview="secret")
    assert "2025" in draw_figure("peers.ladder", view).subtitle
    assert draw_figure("peers.ladder", View(year=2024)).title == published.title
    with pytest.raises(KeyError):
        draw_figure("peers.ladder", View(year=2025))
    # A download is made by another thread, without the session.
    cards = []
    thread = threading.Thread(target=lambda: cards.append(draw_share_card("square", view)))
    thread.start()
    thread.join()
    assert cards and cards[0] != draw_share_card("square", View(year=2024))


def test_the_secret_is_not_in_the_url_and_the_url_cannot_name_one(content, tables):
    view = View(preview="secret")
    assert view.query() == View().query()
    assert file_name(view, ending=".pptx") == "xem-thu-papi-2023-vi.pptx"
    keep_file("secret", inspect_file(content, "x.xlsx", tables))
    app = start_session(preview="secret", year="2025")
    assert BANNER not in html_of(app) and "42,29" in html_of(app)


def test_sessions_hold_no_file_and_one_that_made_room_is_told(content, tables):
    app = upload(start_session(), content)
    assert isinstance(app.session_state["preview"], str)
    result = inspect_file(content, "x.xlsx", tables)
    for number in range(MAX_FILES - 1):
        keep_file(f"t{number}", result)
    assert BANNER in html_of(go_to_page(app, "overview"))  # used again, so others go first
    keep_file("another", result)
    assert BANNER in html_of(go_to_page(app, "overview"))
    for number in range(MAX_FILES):
        keep_file(f"u{number}", result)
    text = text_of(go_to_page(app, "overview"))
    assert BANNER not in text and "Việc xem thử tệp đã kết thúc" in text
    assert "Việc xem thử tệp đã kết thúc" not in text_of(go_to_page(app, "overview"))


def test_few_files_are_kept_and_ending_a_preview_removes_its_own(content, tables):
    result = inspect_file(content, "x.xlsx", tables)
    for number in range(40):
        keep_file(f"s{number}", result)
    assert len(uploaded_files()) == MAX_FILES
    app = upload(start_session(), content)
    secret = app.session_state["preview"]
    assert secret in uploaded_files()
    go_to_page(app, "overview")
    app.button(key="preview_end").click().run()
    assert secret not in uploaded_files()
    with pytest.raises(LookupError):
        draw_figure("peers.ladder", View(year=2025, preview=secret))


def test_a_bad_file_is_reported_and_changes_nothing(tables):
    rows = grid(tables, next_year(tables))
    rows[row_of(rows)][column(rows, "Civic Knowledge")] = "=<b>1</b>"
    app = upload(start_session(), xlsx({"<i>2025": rows}), "<script>.xlsx")
    text = text_of(app)
    assert "Chưa dùng được tệp &lt;script&gt;.xlsx: 1 chỗ phải sửa." in text
    assert "Trang tính “&lt;i&gt;2025”, ô E53: ô chứa công thức" in text
    assert "<script>.xlsx" not in text and BANNER not in text
    assert "40,83" in html_of(go_to_page(app, "overview"))


def test_a_file_of_another_kind_is_reported_in_the_language_of_the_page():
    app = upload(start_session(lang="en"), b"\x89PNG\r\n", "photo.png")
    assert "The file is neither Excel (.xlsx) nor CSV" in html_of(app)


def test_a_good_file_replaces_a_preview_and_a_bad_one_leaves_it(content):
    app = upload(start_session(), content)
    first = app.session_state["preview"]
    upload(app, b"", "empty.csv")
    assert app.session_state["preview"] == first
    assert "Tệp trống" in html_of(app) and BANNER in html_of(app)
    upload(app, content, "zweite.xlsx")
    assert app.session_state["preview"] != first
    assert "Tệp trống" not in html_of(app)


def test_while_another_file_is_read_a_sentence_asks_to_come_back(content, monkeypatch):
    monkeypatch.setattr("lib.ui.pages.preview.FILE_QUEUE", FileQueue(max_waiting=0, max_wait=0))
    with preview.FILE_QUEUE.wait_for_turn():
        app = upload(start_session(), content)
    assert "Máy chủ đang đọc tệp của người khác" in text_of(app) and BANNER not in html_of(app)
    assert BANNER in html_of(upload(app, content))


def test_the_year_that_a_file_denies_is_answered_on_the_page(content):
    app = upload(start_session(), content, "PAPI 2026.xlsx")
    assert "năm 2025 nhưng" in text_of(app) and BANNER not in html_of(app)
    (field,) = app.number_input
    assert field.value is None  # whoever says nothing confirms nothing
    field.set_value(2026).run()
    upload(app, content, "PAPI 2026.xlsx", Confirmed(2026))
    assert "Đang xem thử tệp PAPI 2026.xlsx (2026)" in html_of(app) and not app.number_input


def test_answers_count_for_the_file_that_they_were_asked_of(content, monkeypatch):
    state = {"preview_year": 2026, "preview_hidden": True}
    monkeypatch.setattr(preview.st, "session_state", state)
    asked = refused_result("a.xlsx", ())
    monkeypatch.setattr(preview, "_last_file", lambda: asked)
    preview._receive_upload(b"", "a.xlsx")
    assert state["preview_arrived"][2] == Confirmed(2026, True)
    preview._receive_upload(b"", "b.xlsx")
    assert state["preview_arrived"][2] == Confirmed()


def test_what_is_hidden_is_read_once_that_is_confirmed(tables):
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"2025_PAPI": grid(tables, next_year(tables))})))
    row = next(r for r in range(1, 70) if book.active.cell(r, 1).value == 80)
    book.active.row_dimensions[row].hidden = True
    out = io.BytesIO()
    book.save(out)
    app = upload(start_session(), out.getvalue())
    assert "bị ẩn nên không được đọc (Long An)" in text_of(app)
    assert not app.checkbox(key="preview_hidden").value
    upload(app, out.getvalue(), "papi 2025.xlsx", Confirmed(hidden=True))
    assert not app.checkbox and BANNER in html_of(app)
    assert "bị ẩn" not in text_of(app)

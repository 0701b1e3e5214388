"""The table of everything: who stands in it, in which order, and what the files hold."""

import pandas as pd

from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative.table import rows, words


def codes(dataset, **fields):
    return [row.code for row in rows.rows(dataset, View(**fields))]


def test_all_provinces_stand_by_their_total_and_the_unpublished_last(dataset):
    shown = rows.rows(dataset, View())
    assert len(shown) == 63
    assert shown[0].name == "Thừa Thiên Huế" and shown[0].cells[0] == rows.Cell("46,04", 1, 1)
    assert shown[60].name == "Đắk Nông" and shown[60].cells[0].text == "38,97"
    # In the order of the alphabet, without a score in anything.
    assert [row.name for row in shown[61:]] == ["Bình Dương", "Quảng Ninh"]
    assert {cell.rank for row in shown[61:] for cell in row.cells} == {0}


def test_a_header_sorts_by_its_column_and_once_more_the_other_way_round(dataset):
    best = codes(dataset, sort="6")
    worst = codes(dataset, sort="-6")
    assert best[0] == "46" and worst[0] == "80"  # Long An is the last of 61 in public services
    assert sorted(best[:61]) == sorted(worst[:61]) and best[61:] == worst[61:]
    assert rows.next_order(dataset, View(), "total") == "-total"
    assert rows.next_order(dataset, View(sort="-total"), "total") == "total"
    assert rows.next_order(dataset, View(), "6") == "6"
    by_name = [row.name for row in rows.rows(dataset, View(sort="name"))]
    assert by_name[:2] == ["An Giang", "Bà Rịa - Vũng Tàu"]
    assert by_name.index("Đà Nẵng") > by_name.index("Cần Thơ")
    # A measure that is not among the columns does not sort.
    assert codes(dataset, sort="6.2") == codes(dataset)


def test_a_dimension_is_shown_with_its_parts(dataset):
    for measure in ("6", "6.2"):
        view = View(measure=measure)
        assert rows.columns(dataset, view) == ["6", "6.1", "6.2", "6.3", "6.4", "total"]
        first = rows.rows(dataset, view)[0].cells[0]
        assert first.rank == 1 and first.text == "8,30"
    assert len(rows.columns(dataset, View(year=2012))) == 7  # the total and six dimensions


def test_only_some_of_the_provinces(dataset):
    peers = codes(dataset, peers="neighbours", only="peers")
    assert sorted(peers) == ["72", "79", "80", "82", "87"]
    delta = codes(dataset, only="MRD")
    assert len(delta) == 13 and {"80", "95"} <= set(delta)
    groups = [codes(dataset, only=f"group:{group}") for group in (1, 2, 3, 4)]
    assert "80" in groups[2]
    assert sorted(sum(groups, [])) == sorted(codes(dataset)[:61])
    # A group of the dimension where one is shown: Long An is last in public services.
    assert "80" in codes(dataset, measure="6", only="group:4")
    assert codes(dataset, only="NC") == codes(dataset)  # a region of the 34


def test_the_34_stand_in_it_with_their_estimates(dataset):
    estimated, view = resolve_units(dataset, View(units="34", year=2024), "both")
    shown = rows.rows(estimated, view)
    assert len(shown) == 34
    own = next(row for row in shown if row.kind == "own")
    assert own.name == "Tây Ninh"
    assert own.cells[0].rank == estimated.total_position(2024, "80")["rank"]
    assert words.title(estimated, view, shown).endswith("(ước tính)")
    frame, _ = words.as_frame(estimated, view)
    assert set(frame["Loại"]) == {"ước tính", "công bố"}


def test_the_words_say_what_the_cells_show(dataset):
    view = View()
    shown = rows.rows(dataset, view)
    own = next(row for row in shown if row.kind == "own")
    groups = [cell.group for cell in own.cells[1:]]
    assert (groups.count(1), groups.count(4)) == (1, 3)
    assert words.headline(dataset, view) == (
        "Long An năm 2023: 1/8 nội dung thuộc nhóm cao nhất, 3/8 thuộc nhóm thấp nhất"
    )
    assert words.title(dataset, view, shown) == (
        "Tổng điểm PAPI: Thừa Thiên Huế cao nhất (46,04), Đắk Nông thấp nhất (38,97)"
    )
    absent = View(province="74")
    assert "không được công bố" in words.headline(dataset, absent)
    assert words.title(dataset, absent, []) == "Tổng điểm PAPI: 0 địa phương"


def test_the_file_has_the_rows_on_screen_with_scores_ranks_and_groups(dataset):
    view = View(sort="6", only="peers", peers="neighbours")
    frame, groups = words.as_frame(dataset, view)
    assert frame["Mã"].tolist() == codes(dataset, sort="6", only="peers", peers="neighbours")
    row = frame.set_index("Mã").loc["80"]
    assert round(row["Tổng điểm PAPI"], 2) == 40.83 and row["Hạng: Tổng điểm PAPI"] == 46
    assert row["Hạng: 6. Cung ứng dịch vụ công"] == 61
    assert row["So sánh"] == "Long An" and row["Vùng"] == "Đồng bằng sông Cửu Long"
    own = groups[frame["Mã"] == "80"].iloc[0]
    assert own["Tổng điểm PAPI"] == 3 and own["6. Cung ứng dịch vụ công"] == 4
    absent, groups = words.as_frame(dataset, View(province="74", only="peers", peers="80"))
    assert pd.isna(absent.iloc[-1]["Tổng điểm PAPI"]) and groups.iloc[-1].eq(0).all()

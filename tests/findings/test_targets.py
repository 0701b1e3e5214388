"""What the targets page says agrees with the measures, and its scenarios lead where they say."""

import pytest

from lib import view as views
from lib.findings import targets as findings
from lib.measures import targets
from lib.measures.targets import Target
from lib.view import View


def kpi(world, view, place):
    found = findings.kpis(world, view)[place]
    return found.label, found.figure + found.suffix, found.note


def test_the_headline_of_long_an(world):
    assert findings.headline(world, View()) == (
        "Long An cần thêm 1,49 điểm để vào nhóm trung bình cao; "
        "cùng lúc có một năm tốt ở 8 nội dung thành phần là đủ"
    )
    assert findings.headline(world, View(lang="en")) == (
        "Long An needs 1.49 more points to enter the upper-middle group; "
        "a good year in 8 sub-dimensions at once is enough"
    )
    assert "chỉ cần một năm tốt ở một nội dung" in findings.headline(world, View(target="rank:45"))


def test_what_cannot_be_reached_is_said_so(world):
    assert findings.headline(world, View(target="group:1")) == (
        "Long An cần thêm 3,12 điểm để vào nhóm cao nhất; "
        "một năm tốt ở mọi nội dung thành phần vẫn còn thiếu 0,77 điểm"
    )


def test_the_first_the_met_and_the_first_year_have_their_own_sentences(world):
    assert findings.headline(world, View(province="46")) == (
        "Thừa Thiên Huế đang đứng đầu cả nước, cao hơn tỉnh thứ hai 0,25 điểm"
    )
    met = findings.headline(world, View(province="46", target="group:2"))
    assert met == "Thừa Thiên Huế đã đạt mục tiêu “Nhóm trung bình cao”"
    assert "năm 2011 chưa có biến động hằng năm nào" in findings.headline(world, View(year=2011))


def test_the_key_figures_of_long_an(world):
    view = View()
    exact = " (tính từ số liệu đầy đủ)"  # 42,33 less 40,83 would be 1,50
    assert kpi(world, view, 0) == (
        "Nhóm trung bình cao",
        "1,49 điểm",
        f"còn thiếu; cần 42,33{exact}",
    )
    assert kpi(world, view, 1) == ("Tới hạng kế trên", "0,07 điểm", "Lâm Đồng, hạng 45")
    assert kpi(world, view, 2)[:2] == ("Độ khó của mục tiêu", "Tốp 39%")
    assert kpi(world, view, 3) == ("Tới đầu vùng", "4,79 điểm", "Sóc Trăng, hạng 4")
    assert kpi(world, view, 4) == ("Tới trung vị", "1,49 điểm", "trung vị 42,33")


def test_the_default_is_the_next_group_or_the_first_rank(world):
    assert findings.target_of(world, View()) == Target("group", 2)
    assert findings.target_of(world, View(province="72")) == Target("group", 3)
    assert findings.target_of(world, View(province="46")) == Target("rank", 1)


def test_the_choices_are_sensible_and_hold_what_is_asked_for(world):
    codes = [findings.code(one) for one in findings.choices(world, View())]
    assert codes == ["group:2", "group:1", "rank:45", "rank:1", "score:41"]
    asked = findings.choices(world, View(target="score:42.5"))
    assert findings.label(asked[-1], "vi") == "42,50 điểm"
    assert [findings.code(one) for one in findings.choices(world, View(province="46"))] == [
        "rank:1"
    ]


@pytest.mark.parametrize("target", ["rank:62", "rank:99", "score:81"])
def test_a_target_that_the_year_has_not_falls_back_with_a_notice(world, target):
    view = View(target=target)
    assert findings.target_of(world, view) == Target("group", 2)
    assert [n.code for n in findings.notices(world, view)] == ["target_year"]
    assert findings.notices(world, View(target="rank:61")) == []


def test_no_gains_are_exactly_today(world):
    title, figures = findings.outcome(world, View())
    assert "chưa thay đổi gì" in title
    assert [k.figure for k in figures] == ["40,83", "46", "Trung bình thấp", "0,00", "Chưa đạt"]
    assert findings.scenario(world, View()) == {} and findings.parts(world, View()) == ""


@pytest.mark.parametrize("province", ["80", "72", "01", "79", "22"])
@pytest.mark.parametrize("year", [2018, 2022, 2024])
def test_the_solution_fills_in_what_reaches_the_target(world, province, year):
    view = View(province=province, year=year)
    if world.row(year, "total", province) is None:
        return
    found = findings.solution(world, view)
    gains = findings.recipes(world, view).get("solution", "")
    asked, notices = views.read({"province": province, "year": str(year), "gains": gains}, world)
    assert notices == [] and findings.notices(world, asked) == []
    assert findings.outcome(world, asked)[1][4].figure == ("Đạt" if found.feasible else "Chưa đạt")


def test_a_scenario_is_the_what_if_of_its_parts(world):
    view = View(gains="6.2:0.45,1.3:0.10")
    after = targets.what_if(world.positions, "80", 2023, {"6.2": 0.45, "1.3": 0.10})
    title, figures = findings.outcome(world, view)
    assert figures[0].figure == "41,38" and after.total == pytest.approx(41.382954)
    assert figures[1].figure == str(after.rank) and f"hạng {after.rank}" in title
    assert findings.parts(world, view) == (
        "6.2 Giáo dục tiểu học công lập +0,45; 1.3 Chất lượng bầu cử +0,10"
    )


def test_a_pasted_scenario_is_held_within_what_is_attainable(world):
    view = View(gains="6.2:0.45,1.3:0.9,2.1:0.1")
    assert findings.scenario(world, view) == {"6.2": 0.45, "1.3": 0.22}
    (notice,) = findings.notices(world, view)
    assert notice.code == "gains_most"
    assert dict(notice.values)["list"] == "1.3: 0,90 → 0,22; 2.1: 0,10 → 0,00"


def test_every_slider_ends_on_a_whole_step_below_what_is_attainable(world):
    from lib.measures.attainable import attainable

    exact = attainable(world.references("80", 2023)).set_index("measure")["attainable"]
    held = world.attainable("80", 2023).set_index("measure")["attainable"]
    short = (exact - held).sort_index()
    assert short.min() >= -1e-6 and short.max() < 0.01
    assert ((held * 100).round(6) % 1 == 0).all()


def test_gains_are_written_without_zeros_in_order():
    assert findings.written({"6.2": 0.45, "1.3": 0.2, "8.1": 0.0}) == "1.3:0.20,6.2:0.45"


def test_the_chances_are_told_with_their_test(world):
    basis, test, worse = findings.tested(world, View())
    assert "tương đương 121 lần" in basis and "đến năm 2023" in basis
    assert "238 lượt tỉnh, 2021–2024" in test
    assert "0,65" in test and "1,11" in test and "0,75" in test
    assert worse == "Riêng năm 2021, cách tính này kém hơn tỷ lệ chung (0,80 so với 0,75)."
    assert "34 tỉnh" in findings.tested(world, View(year=2024))[-1]
    assert not findings.has_chances(world, View(year=2012))


def test_tay_ninh_is_the_first_to_learn_from_in_2024(world):
    view = View(year=2024)
    rows = findings.learnt(world, view)
    assert rows[0].province == "72" and rows[0].year == 2024
    assert rows[0].cells[:5] == ("2023 → 2024", "39,24 → 47,35", "+8,11", "60 → 2", "−1,90")
    assert rows[0].cells[5].count(";") == 2
    assert findings.learnt_title(world, view, rows).startswith("Tây Ninh từng tăng 8,11 điểm")
    # Totals out of 80 began in 2018: nothing has arrived yet.
    assert findings.learnt(world, View(year=2018)) == []
    assert "chưa có tỉnh nào" in findings.learnt_title(world, View(year=2018), [])


def test_every_year_has_sentences_without_gaps(world):
    for year in world.years:
        for province in world.measure(year, "total")["province"].iloc[::6]:
            for lang in ("vi", "en"):
                view = View(province=province, year=year, lang=lang)
                title, figures = findings.outcome(world, view)
                text = " ".join(
                    [findings.headline(world, view), title]
                    + [k.figure + k.note for k in findings.kpis(world, view) + figures]
                )
                assert "{" not in text and "nan" not in text.lower().split()
                assert "None" not in text and "inf" not in text.split()
                assert findings.has_references(world, view) == (year > 2011)

"""The targets page in words: distances, choices, scenarios and evidence."""

import pytest

from lib.model import url_parameters
from lib.model.view import View
from lib.narrative.targets import choice, distance, evidence, scenario
from lib.stats import targets
from lib.stats.attainable_gains import compute_attainable_gains
from lib.stats.targets import Target


def key_figure(dataset, view, place):
    figure = distance.key_figures(dataset, view)[place]
    return figure.label, figure.figure + figure.suffix, figure.note


def test_the_headline_of_long_an(dataset):
    assert distance.headline(dataset, View()) == (
        "Long An cần thêm 1,49 điểm để vào nhóm trung bình cao; "
        "cùng lúc có một năm tốt ở 8 nội dung thành phần là đủ"
    )
    assert distance.headline(dataset, View(lang="en")) == (
        "Long An needs 1.49 more points to enter the upper-middle group; "
        "a good year in 8 sub-dimensions at once is enough"
    )
    assert "chỉ cần một năm tốt ở một nội dung" in distance.headline(
        dataset, View(target="rank:45")
    )


def test_a_target_out_of_reach_is_called_so(dataset):
    assert distance.headline(dataset, View(target="group:1")) == (
        "Long An cần thêm 3,12 điểm để vào nhóm cao nhất; "
        "một năm tốt ở mọi nội dung thành phần vẫn còn thiếu 0,77 điểm"
    )


def test_rank_1_a_reached_target_and_the_first_year_have_their_own_sentences(dataset):
    assert distance.headline(dataset, View(province="46")) == (
        "Thừa Thiên Huế đang đứng đầu cả nước, cao hơn tỉnh thứ hai 0,25 điểm"
    )
    met = distance.headline(dataset, View(province="46", target="group:2"))
    assert met == "Thừa Thiên Huế đã đạt mục tiêu “Nhóm trung bình cao”"
    assert "năm 2011 chưa có biến động hằng năm nào" in distance.headline(dataset, View(year=2011))


def test_the_key_figures_of_long_an(dataset):
    view = View()
    exact = " (tính từ số liệu đầy đủ)"  # 42,33 less 40,83 would be 1,50
    assert key_figure(dataset, view, 0) == (
        "Nhóm trung bình cao",
        "1,49 điểm",
        f"còn thiếu; cần 42,33{exact}",
    )
    assert key_figure(dataset, view, 1) == ("Tới hạng kế trên", "0,07 điểm", "Lâm Đồng, hạng 45")
    assert key_figure(dataset, view, 2)[:2] == ("Độ khó của mục tiêu", "Tốp 39%")
    assert key_figure(dataset, view, 3) == ("Tới đầu vùng", "4,79 điểm", "Sóc Trăng, hạng 4")
    assert key_figure(dataset, view, 4) == ("Tới trung vị", "1,49 điểm", "trung vị 42,33")


def test_the_default_is_the_next_group_or_the_first_rank(dataset):
    assert choice.chosen_target(dataset, View()) == Target("group", 2)
    assert choice.chosen_target(dataset, View(province="72")) == Target("group", 3)
    assert choice.chosen_target(dataset, View(province="46")) == Target("rank", 1)


def test_the_choices_include_the_target_of_the_view(dataset):
    codes = [choice.target_code(target) for target in choice.target_choices(dataset, View())]
    assert codes == ["group:2", "group:1", "rank:45", "rank:1", "score:41"]
    choices = choice.target_choices(dataset, View(target="score:42.5"))
    assert choice.target_label(choices[-1], "vi") == "42,50 điểm"
    assert [
        choice.target_code(target) for target in choice.target_choices(dataset, View(province="46"))
    ] == ["rank:1"]


@pytest.mark.parametrize("target", ["rank:62", "rank:99", "score:81"])
def test_an_impossible_target_falls_back_with_a_notice(dataset, target):
    view = View(target=target)
    assert choice.chosen_target(dataset, view) == Target("group", 2)
    assert [n.code for n in scenario.notices(dataset, view)] == ["target_year"]
    assert scenario.notices(dataset, View(target="rank:61")) == []


def test_a_scenario_without_gains_is_the_present_position(dataset):
    title, figures = scenario.scenario_outcome(dataset, View())
    assert "chưa thay đổi gì" in title
    assert [k.figure for k in figures] == ["40,83", "46", "Trung bình thấp", "0,00", "Chưa đạt"]
    assert (
        scenario.scenario_gains(dataset, View()) == {}
        and scenario.scenario_parts(dataset, View()) == ""
    )


@pytest.mark.parametrize("province", ["80", "72", "01", "79", "22"])
@pytest.mark.parametrize("year", [2018, 2022, 2024])
def test_the_ready_made_solution_reaches_the_target(dataset, province, year):
    view = View(province=province, year=year)
    if dataset.position(year, "total", province) is None:
        return
    mix = choice.target_mix(dataset, view)
    gains = scenario.ready_made_scenarios(dataset, view).get("solution", "")
    scenario_view, notices = url_parameters.read_view(
        {"province": province, "year": str(year), "gains": gains}, dataset
    )
    assert notices == [] and scenario.notices(dataset, scenario_view) == []
    assert scenario.scenario_outcome(dataset, scenario_view)[1][4].figure == (
        "Đạt" if mix.feasible else "Chưa đạt"
    )


def test_a_scenario_is_the_outcome_of_its_gains(dataset):
    view = View(gains="6.2:0.45,1.3:0.10")
    after = targets.outcome_of_gains(dataset.positions, "80", 2023, {"6.2": 0.45, "1.3": 0.10})
    title, figures = scenario.scenario_outcome(dataset, view)
    assert figures[0].figure == "41,38" and after.total == pytest.approx(41.382954)
    assert figures[1].figure == str(after.rank) and f"hạng {after.rank}" in title
    assert scenario.scenario_parts(dataset, view) == (
        "6.2 Giáo dục tiểu học công lập +0,45; 1.3 Chất lượng bầu cử +0,10"
    )


def test_a_scenario_in_the_url_is_limited_to_attainable_gains(dataset):
    view = View(gains="6.2:0.45,1.3:0.9,2.1:0.1")
    assert scenario.scenario_gains(dataset, view) == {"6.2": 0.45, "1.3": 0.22}
    (notice,) = scenario.notices(dataset, view)
    assert notice.code == "gains_most"
    assert dict(notice.values)["list"] == "1.3: 0,90 → 0,22; 2.1: 0,10 → 0,00"


def test_every_slider_ends_on_a_whole_step_below_what_is_attainable(dataset):

    exact = compute_attainable_gains(dataset.reference_gains("80", 2023)).set_index("measure")[
        "attainable"
    ]
    held = dataset.attainable_gains("80", 2023).set_index("measure")["attainable"]
    short = (exact - held).sort_index()
    assert short.min() >= -1e-6 and short.max() < 0.01
    assert ((held * 100).round(6) % 1 == 0).all()


def test_gains_are_written_without_zeros_in_order():
    assert scenario.format_gains({"6.2": 0.45, "1.3": 0.2, "8.1": 0.0}) == "1.3:0.20,6.2:0.45"


def test_the_chances_come_with_their_back_test(dataset):
    basis, test, worse = evidence.forecast_evidence(dataset, View())
    assert "tương đương 121 lần" in basis and "đến năm 2023" in basis
    assert "238 lượt tỉnh, 2021–2024" in test
    assert "0,65" in test and "1,11" in test and "0,75" in test
    assert worse == "Riêng năm 2021, cách tính này kém hơn tỷ lệ chung (0,80 so với 0,75)."
    assert "34 tỉnh" in evidence.forecast_evidence(dataset, View(year=2024))[-1]
    assert not evidence.has_forecast(dataset, View(year=2012))


def test_tay_ninh_is_the_first_to_learn_from_in_2024(dataset):
    view = View(year=2024)
    rows = evidence.gain_examples(dataset, view)
    assert rows[0].province == "72" and rows[0].year == 2024
    assert rows[0].cells[:5] == ("2023 → 2024", "39,24 → 47,35", "+8,11", "60 → 2", "−1,90")
    assert rows[0].cells[5].count(";") == 2
    assert evidence.gain_examples_title(dataset, view, rows).startswith(
        "Tây Ninh từng tăng 8,11 điểm"
    )
    # Totals out of 80 began in 2018: there is no gain to learn from yet.
    assert evidence.gain_examples(dataset, View(year=2018)) == []
    assert "chưa có tỉnh nào" in evidence.gain_examples_title(dataset, View(year=2018), [])


@pytest.mark.slow
def test_every_year_has_sentences_without_gaps(dataset):
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"].iloc[::6]:
            for lang in ("vi", "en"):
                view = View(province=province, year=year, lang=lang)
                title, figures = scenario.scenario_outcome(dataset, view)
                text = " ".join(
                    [distance.headline(dataset, view), title]
                    + [k.figure + k.note for k in distance.key_figures(dataset, view) + figures]
                )
                assert "{" not in text and "nan" not in text.lower().split()
                assert "None" not in text and "inf" not in text.split()
                assert choice.has_references(dataset, view) == (year > 2011)

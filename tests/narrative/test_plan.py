"""The plan page in words: Long An's plan, and variants of it made for the tests."""

import dataclasses

import pytest

from lib.charts.registry import CHARTS
from lib.common.numbers import format_number, format_signed
from lib.common.paths import ROOT
from lib.datasets.descriptions import read_description
from lib.ingest.forms.commitment_form import Commitments
from lib.ingest.forms.commitments import parse_commitments
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative.plan import actions, key_figures, outline, results, tables
from tests.support import made_up_34

NO_COMMITMENTS = Commitments()


def with_plan(dataset, **changes):
    """The dataset with other values in Long An's plan."""
    table = dataset.tables.plans.assign(**changes)
    return Dataset(dataclasses.replace(dataset.tables, plans=table), dataset.positions)


def test_the_headline_of_long_an(dataset):
    assert results.headline(dataset, View()) == (
        "Mục tiêu năm 2024 (nhóm trung bình cao) chưa đạt: hạng 45, vẫn ở nhóm trung bình thấp"
    )
    # The plan's own years, whatever the view's.
    assert results.headline(dataset, View(year=2013)) == results.headline(dataset, View())


@pytest.mark.slow
def test_the_headline_of_other_plans(dataset):
    reached = with_plan(dataset, target_group=3)
    assert results.headline(reached, View()).endswith("đã đạt: hạng 45, nhóm trung bình thấp")
    fell = with_plan(dataset, base_year=2022, target_year=2023)
    assert "chưa đạt: " in results.headline(fell, View())
    later = with_plan(dataset, base_year=2024, target_year=2025)
    assert results.headline(later, View()).endswith("chưa có kết quả")
    assert results.has_coverage(later, View()) and not results.has_results(later, View())
    assert (
        "tăng nhiều hơn mức thay đổi trung vị"
        not in actions.action_sections(later, View(), NO_COMMITMENTS)[1].summary
    )
    with pytest.raises(LookupError):
        CHARTS["plan.result"](later, View())
    # Bình Dương has no scores in 2023, the base year of the plan.
    elsewhere = with_plan(dataset, province="74")
    view = View(province="74")
    assert not results.has_coverage(elsewhere, view)
    assert [k.figure for k in key_figures.key_figures(elsewhere, view)][0] == "Trung bình cao"
    assert actions.action_sections(elsewhere, view, NO_COMMITMENTS)[1].actions[0].lines == ()


def test_a_plan_without_known_actions_has_no_results_to_draw(dataset):
    of_34, view = resolve_units(dataset, View(province="80", units="34"), "both")
    assert results.is_outline(of_34, view) and not results.has_results(of_34, view)
    for name in ("plan.coverage", "plan.result"):
        with pytest.raises(LookupError) as caught:
            CHARTS[name](of_34, view)
        assert type(caught.value) is LookupError, name


def test_a_province_without_a_plan(dataset):
    view = View(province="72")
    assert results.headline(dataset, view) == (
        "Chưa có kế hoạch nâng cao PAPI nào của Tây Ninh trong số liệu"
    )
    with pytest.raises(LookupError):
        key_figures.key_figures(dataset, view)
    table = tables.empty_template(dataset, view, "plans")
    assert table["province"].tolist() == ["72"] and "target_group" in table.columns
    assert tables.empty_template(dataset, view, "plan_measures").empty


def test_the_key_figures_of_long_an(dataset):
    assert [(k.figure + k.suffix, k.note) for k in key_figures.key_figures(dataset, View())] == [
        ("Trung bình cao", "ngưỡng nhóm năm 2024: 43,48 điểm"),
        ("42,29/80", "hạng 45/63, trung bình thấp; còn thiếu 1,19 điểm"),
        (
            "+1,46 điểm",
            "mức thay đổi trung vị cả nước +0,59; "
            "ngưỡng nhóm trung bình cao +1,15, khoảng cách 1,49 → 1,19 điểm",
        ),
        ("21/28", "theo đối chiếu của trang này"),
        ("12/21", "chưa thấy giải pháp tương ứng: 3/7; chưa đủ để kết luận"),
    ]


def test_the_titles_are_conclusions(dataset):
    assert CHARTS["plan.coverage"](dataset, View()).title == (
        "Chưa thấy giải pháp tương ứng trong bài viết cho 7/28 nội dung thành phần, kể cả nơi "
        "dư địa cải thiện lớn nhất: giáo dục tiểu học công lập (0,13 điểm)"
    )
    assert CHARTS["plan.result"](dataset, View()).title == (
        "12/21 nội dung thành phần có giải pháp tương ứng tăng nhiều hơn "
        "mức thay đổi trung vị cả nước; chưa thấy giải pháp tương ứng: 3/7"
    )
    table = results.coverage(dataset, View())
    full = results.coverage_title(dataset, View(), table.assign(addressed=True))
    assert full.startswith("Cả 28 nội dung thành phần đều có giải pháp tương ứng")
    other = table.assign(addressed=table["addressed"] | table["measure"].eq("6.2"))
    assert "6/28" in results.coverage_title(dataset, View(), other)
    assert "chất lượng nước (0,11" in results.coverage_title(dataset, View(), other)


def test_every_action_stands_beside_its_sub_dimensions(dataset):
    sections = actions.action_sections(dataset, View(), NO_COMMITMENTS)
    assert len(sections) == 10 and sum(len(s.actions) for s in sections) == 22
    assert (
        sections[0].summary
        == "3 giải pháp chung, không tương ứng riêng với nội dung thành phần nào"
    )
    openness = next(s for s in sections if s.name == "Công khai, minh bạch")
    assert (
        openness.summary
        == "4 giải pháp · 4 nội dung thành phần · 2/4 tăng nhiều hơn mức thay đổi trung vị cả nước"
    )
    land = next(i for i in openness.actions if i.id == "D3")
    assert land.commitment == ""
    assert [dataclasses.astuple(line)[2:] for line in land.lines] == [
        (
            "1,19",
            "56/61",
            "Thấp nhất",
            "−0,13",
            "+0,15",
            "+0,02",
            "Thường gặp",
            "trung vị +0,02 · thường gặp",
        )
    ]


def test_commitments_stand_beside_their_actions(dataset):
    text = "plan,id,owner,deadline,indicator,target,note\n1523/KH-UBND,D1,Sở Nội vụ,{},,100%,\n"
    committed = parse_commitments(text.format("30/9/2024").encode(), dataset.tables.plan_measures)
    items = [
        i
        for s in actions.action_sections(dataset, View(), committed)
        for i in s.actions
        if i.commitment
    ]
    assert [(i.id, i.commitment) for i in items] == [
        ("D1", "Chủ trì: Sở Nội vụ · Thời hạn: 30/9/2024 · Mục tiêu: 100%")
    ]
    assert actions.commitments_status(dataset, View(), committed, "upload", "a.csv") == (
        "1/22 giải pháp đã được phân công (theo tệp a.csv vừa nạp, chỉ hiển thị trong phiên này); "
        "thời hạn sớm nhất là 30/9/2024."
    )
    undated = parse_commitments(text.format("").encode(), dataset.tables.plan_measures)
    assert "thời hạn sớm nhất" not in actions.commitments_status(
        dataset, View(), undated, "file", "c.csv"
    )
    assert actions.commitments_status(dataset, View(), NO_COMMITMENTS, "file", "").startswith(
        "Chưa có phân công nào"
    )
    bad = parse_commitments(text.format("x").encode(), dataset.tables.plan_measures)
    first = actions.rejection_sentences(View(), bad, "a.csv")[0]
    assert first.startswith("Tệp a.csv: 1 chỗ") and "được giữ nguyên" in first
    row = actions.assigned_actions(dataset, View(), committed)[0]
    assert (row.id, row.owner, row.deadline, row.target) == ("D1", "Sở Nội vụ", "30/9/2024", "100%")
    none = parse_commitments(
        text.replace("D1", "Z9").format("").encode(), dataset.tables.plan_measures
    )
    assert actions.rejection_sentences(View(), none, "a.csv")[0].endswith(
        "không có dòng nào được nhận:"
    )
    unread = parse_commitments(b"%PDF", dataset.tables.plan_measures)
    assert (
        actions.rejection_sentences(View(), unread, "a.pdf")[0] == "Chưa nhận được gì từ tệp a.pdf:"
    )
    assert actions.rejection_sentences(View(), committed, "a.csv") == []
    wider = "\n".join(f"{row},x" for row in text.format("").splitlines()).encode()
    foreign = parse_commitments(wider, dataset.tables.plan_measures)
    assert (
        len(foreign.rows) == 1
        and "1 chỗ" in (actions.rejection_sentences(View(), foreign, "a.csv")[0])
    )


def test_the_page_says_which_judgements_are_its_own_and_that_a_change_is_no_effect(dataset):
    sentences = results.method_sentences(dataset, View())
    assert "của trang này" in sentences[0] and "không đồng nghĩa với tác động" in sentences[1]
    assert "21/5/2024" in sentences[2] and "12/6/2024" in sentences[4]
    english = results.method_sentences(dataset, View(lang="en"))
    assert "21 May 2024" in english[2] and "12 June 2024" in english[4]


def test_half_above_the_median_is_no_sign_of_the_plan(dataset):
    sentence = results.reading_note(dataset, View())
    assert "khoảng một nửa" in sentence and "chưa đủ để kết luận" in sentence
    table = results.sub_dimension_results(dataset, View())
    more = table["badge"].isin(["notable", "rare"]).sum()
    assert f"{more}/28 thay đổi vượt mức thường gặp" in sentence
    assert sentence.endswith("nếu chỉ do ngẫu nhiên cũng có khoảng 5–6.")


@pytest.mark.slow
def test_a_chart_names_the_plan_and_the_source_of_its_actions(dataset):
    for name in ("plan.coverage", "plan.result"):
        assert CHARTS[name](dataset, View()).origin == (
            "Kế hoạch số 1523/KH-UBND do Ủy ban nhân dân cấp tỉnh ban hành ngày 21/5/2024; "
            "giải pháp theo bài viết ngày 12/6/2024 trên cổng thông tin điện tử của tỉnh."
        )


def test_the_templates_explain_every_column(dataset):
    described = [
        read_description(ROOT / "data" / f"{n}.meta.toml") for n in ("plans", "plan_measures")
    ]
    lines = tables.column_guide(dataset, View(province="72"), described)
    assert len(lines) == 1 + sum(len(d.fields) for d in described)
    assert any("cột target_group: Nhóm mục tiêu" in s and s.endswith(": 2") for s in lines)


def test_the_tables_are_typed(dataset):
    table = tables.action_table(dataset, View())
    assert len(table) == 34 and table["Mã giải pháp"].nunique() == 22
    assert table["Hạng 2023"].dtype == "Int64"
    land = table[table["Mã giải pháp"] == "D3"].iloc[0]
    assert land["Thay đổi"] == pytest.approx(0.1524, abs=0.005)
    sheets = tables.workbook_sheets(dataset, View(), NO_COMMITMENTS)
    assert list(sheets) == ["Giải pháp", "Nội dung thành phần", "Phân công"]
    assert len(sheets["Nội dung thành phần"]) == 28


def test_a_plan_of_the_new_tay_ninh_is_not_one_of_long_an(dataset):
    assert results.required_plan(dataset, View(year=2024))["plan"] == "1523/KH-UBND"
    estimated, view = resolve_units(dataset, View(year=2024, units="34"), "both")
    assert results.required_plan(estimated, view)["plan"] == "315/KH-UBND"
    text = results.headline(estimated, view)
    assert text.startswith("Mục tiêu năm 2025 (nhóm trung bình cao) chưa có kết quả; ")
    own = estimated.total_position(2024, "80")
    assert "; năm 2024: hạng" in text
    assert f"hạng {own['rank']}/34" in text and results.rests_on_estimate(estimated, view)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_outlined_plan_has_target_distance_and_dimensions(dataset, lang):
    estimated, view = resolve_units(dataset, View(year=2024, units="34", lang=lang), "both")
    target, start, tasks = key_figures.key_figures(estimated, view)
    own = estimated.total_position(2024, "80")
    assert format_number(abs(own["gap_q50"]), 2, lang) in start.note and start.estimated
    assert format_number(own["q50"], 2, lang) in target.note
    assert tasks.figure + tasks.suffix == "8/8"
    table = outline.dimension_table(estimated, view)
    assert len(table) == 8 and not any("2025" in column for column in table.columns)
    assert not results.has_coverage(estimated, view) and not results.has_results(estimated, view)
    assert "315/KH-UBND" in results.years_note(estimated, view)


def test_an_outlined_plan_has_its_result_once_the_year_is_published():
    published, view = resolve_units(made_up_34.build_dataset((2025,)), View(year=2025), "both")
    own = published.total_position(2025, "80")
    text, figures = results.headline(published, view), key_figures.key_figures(published, view)
    assert ("đạt: " in text or "vẫn ở" in text) and ("đã đạt" not in text) == (own["group"] > 2)
    assert figures[1].figure == format_number(own["score"], 2, "vi") and not figures[1].estimated
    before = published.dataset_of_63.estimated_34.total_position(2024, "80")["score"]
    change = next(f for f in figures if "2024–2025" in f.label)
    assert format_signed(own["score"] - before, 2, "vi") in change.figure
    assert "ước tính" in change.label and not results.rests_on_estimate(published, view)
    table = outline.dimension_table(published, view)
    assert sum("2025" in column and "ước tính" not in column for column in table.columns) == 3


def test_plans_of_members_and_of_what_they_became_lead_to_each_other(dataset):
    estimated, view = resolve_units(dataset, View(year=2024, units="34", province="72"), "both")
    ((label, changes),) = outline.related_plans(estimated, view)
    assert label == "1523/KH-UBND của Long An"
    assert (changes["province"], changes["units"]) == ("80", "63")
    ((label, changes),) = outline.related_plans(dataset, View(province="72"))
    assert label == "315/KH-UBND của Tây Ninh (sau sắp xếp)" and changes["units"] == "34"
    assert changes["year"] in dataset.all_years and "province" not in changes
    assert outline.related_plans(dataset, View(province="01")) == []

"""The expected questions: which apply, what their answers say, and where they lead."""

import pytest

from lib.charts.registry import CHARTS
from lib.common import pages
from lib.model.url_parameters import read_view
from lib.model.view import View
from lib.narrative import questions
from tests.narrative import recomputed


def answers(dataset, **view):
    return {q.text: q.answer for q in questions.questions(dataset, View(**view))}


def test_long_an_2023_has_twelve_questions(dataset):
    answer_by_question = answers(dataset)
    assert list(answer_by_question) == [
        "Vì sao xếp thứ 46 mà không phải thứ 45?",
        "Vì sao xếp hạng 61 địa phương trong khi cả nước có 63?",
        "Mức thay đổi +1,02 điểm có đáng kể hay chỉ là dao động ngẫu nhiên?",
        "Hạng 46 chắc chắn đến mức nào?",
        "Vì sao giảm từ hạng 3 (năm 2011) xuống hạng 46?",
        "Địa phương giáp ranh nào có kết quả cao hơn, ở nội dung nào?",
        "Nội dung nào thấp hơn trung vị cả nước nhiều nhất?",
        "Còn thiếu gì để lên nhóm trung bình cao?",
        "Kế hoạch số 1523/KH-UBND đã đạt mục tiêu chưa?",
        "“Điểm đúng bằng ngưỡng” nghĩa là gì, vì sao có bài báo ghi nhóm khác?",
        "Các địa phương ở vùng Đồng bằng sông Cửu Long có kết quả thế nào?",
        "Số liệu từ đâu, vì sao có bài viết ghi +1,03 mà ở đây ghi +1,02?",
    ]
    text = " ".join(answer_by_question.values())
    for part in (
        "Lâm Đồng (hạng 45), cao hơn 0,07 điểm",
        "không có tổng điểm của Quảng Ninh và Bình Dương",
        "96% số lần",
        "khoảng 35–56",
        "Cung ứng dịch vụ công (từ hạng 6/63 sang hạng 61/61)",
        "TP. Hồ Chí Minh (41,78) và Đồng Tháp (41,32)",
        "Cung ứng dịch vụ công (−0,78 điểm, hạng 61/61)",
        "theo đó, Long An thuộc nhóm thấp nhất",
        "40,83 − 39,80 = +1,03",
    ):
        assert part in text, part


@pytest.mark.slow
def test_any_province_with_a_total_has_at_least_seven_questions(dataset):
    fewest = 99
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"].iloc[year % 9 :: 9]:
            items = questions.questions(dataset, View(province=province, year=year))
            fewest = min(fewest, len(items))
            for q in items:
                sentences = q.answer.replace("TP. Hồ", "TP Hồ").split(". ")
                assert 1 <= len(sentences) <= 4, q.answer
    assert fewest == 7


def test_questions_that_do_not_apply_are_left_out(dataset):
    all_scored = " ".join(answers(dataset, year=2012))
    assert "trong khi cả nước có" not in all_scored
    assert "dao động ngẫu nhiên" not in all_scored  # too few yearly changes to judge by
    assert "Vì sao giảm từ hạng" not in " ".join(answers(dataset, province="46"))
    assert "Vị trí trong nhóm cao nhất có vững không?" in answers(dataset, province="46")
    assert "ngưỡng" not in " ".join(answers(dataset, year=2022))
    # The printed +1,03 is one article's, of one province and year.
    assert "Số liệu lấy từ đâu?" in answers(dataset, year=2024)


def test_next_to_a_threshold_is_another_question_than_on_it(dataset):
    answer = answers(dataset, year=2020)["Địa phương ở sát ngưỡng của một nhóm nghĩa là gì?"]
    assert "thấp hơn ngưỡng nhóm trung bình cao 0,05 điểm" in answer


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("province", ["80", "46", "01"])
def test_every_answer_links_to_a_valid_view_of_a_page(dataset, province, lang):
    slugs = {page.slug for page in pages.PAGES}
    for q in questions.questions(dataset, View(province=province, lang=lang)):
        assert q.slug in slugs
        view, notices = read_view(View(province=province).query(**dict(q.changes)), dataset)
        assert notices == [] and view.province == province
        assert not q.chart or (q.chart in CHARTS and q.chart.split(".")[0] == q.slug)


def test_links_open_the_page_on_the_subject_of_the_answer(dataset):
    by_text = {q.text: q for q in questions.questions(dataset, View())}
    fall = next(q for text, q in by_text.items() if text.startswith("Vì sao giảm"))
    assert dict(fall.changes) == {"since": 2011} and fall.chart == "trends.movers"
    neighbours = next(q for text, q in by_text.items() if "giáp ranh" in text)
    assert dict(neighbours.changes) == {"peers": "neighbours", "peer": "87"}
    assert "1,19 điểm" in by_text["Kế hoạch số 1523/KH-UBND đã đạt mục tiêu chưa?"].answer


@pytest.mark.parametrize(
    ("province", "year"), [("80", 2023), ("72", 2023), ("01", 2024), ("56", 2013)]
)
def test_the_numbers_agree_with_the_recomputed_ones(dataset, province, year):
    items = list(answers(dataset, province=province, year=year).items())
    table = recomputed.scores(year)
    score, rank = table[province], recomputed.rank(year, province)

    def answer(part):
        return next(recomputed.numbers_in(a) for question, a in items if part in question)

    above, below = (
        min(s for s in table.values() if s > score),
        max(s for s in table.values() if s < score),
    )
    expected = [
        (rank - sum(s == above for s in table.values()), above - score),
        (rank + 1, score - below),
    ]
    assert answer("mà không phải thứ") == [
        n for r, gap in expected for n in (str(r), recomputed.format_distance(gap))
    ]

    others = [n for n in recomputed.neighbours(province) if n in table]
    better = sorted((table[n] for n in others if table[n] > score), reverse=True)
    # The widest gap of each that stands higher, the three widest of them.
    gaps = sorted(
        (
            max(
                recomputed.scores(year, d)[n] - recomputed.scores(year, d)[province]
                for d in recomputed.dimensions(year)
                if n in recomputed.scores(year, d)
            )
            for n in others
            if table[n] > score
        ),
        reverse=True,
    )
    counts = [str(len(better))] * (len(better) < len(others)) + [str(len(others))]
    assert answer("giáp ranh") == [
        *counts,
        *map(recomputed.format_number, better),
        *map(recomputed.format_distance, gaps[:3]),
    ]

    median_gaps = {
        d: recomputed.scores(year, d)[province]
        - recomputed.quantile(recomputed.scores(year, d).values(), 0.5)
        for d in recomputed.dimensions(year)
    }
    below_median = sorted(d for d in median_gaps if median_gaps[d] < -1e-9)
    worst = sorted(below_median, key=median_gaps.__getitem__)[:2]
    assert answer("thấp hơn trung vị cả nước nhiều nhất") == [
        n
        for d in worst
        for n in (
            recomputed.format_number(median_gaps[d]),
            str(recomputed.rank(year, province, d)),
            str(len(recomputed.scores(year, d))),
        )
    ]
    threshold = recomputed.quantile(
        table.values(), {4: 0.25, 3: 0.5, 2: 0.75}[recomputed.group(year, province)]
    )
    assert answer("Còn thiếu gì") == [
        recomputed.format_number(threshold),
        recomputed.format_distance(threshold - score),
        *recomputed.needed_as_thresholds_move(year, province),
        str(len(below_median)),
        recomputed.format_number(-sum(median_gaps[d] for d in below_median)),
    ]

    region = recomputed.scored_in_region(year, province)
    assert answer("Các địa phương ở vùng") == [
        str(len(region)),
        recomputed.format_number(recomputed.quantile([table[h] for h in region], 0.5)),
        recomputed.format_number(recomputed.quantile(table.values(), 0.5)),
        str(sum(recomputed.group(year, h) <= 2 for h in region)),
        str(recomputed.rank(year, province, among=region)),
        *recomputed.known_in_region(year, province),
    ]
    assert answer("Số liệu")[:2] == [str(len(recomputed.sub_dimensions(year))), str(year)]


@pytest.mark.parametrize(
    ("province", "year", "says"),
    [
        ("80", 2023, "Một số bài báo về năm 2023"),
        ("80", 2013, ""),  # no counts are known for that year
    ],
)
def test_another_group_in_the_press_is_said_where_its_counts_are_known(
    dataset, province, year, says
):
    answers = " ".join(q.answer for q in questions.questions(dataset, View(province, year)))
    assert (says in answers) if says else ("bài báo về năm" not in answers)


def test_a_group_printed_otherwise_is_explained_off_the_threshold_too(dataset):
    table = dataset.ranking(2022, "total")
    province = table.loc[table["rank"] == 32, "province"].iloc[0]
    (found,) = [
        q
        for q in questions.questions(dataset, View(province=province, year=2022))
        if "vì sao có bài báo" in q.text.lower()
    ]
    assert "theo đó" in found.answer and "nhóm trung bình cao" in found.answer


def test_the_ranges_of_ranks_are_told_apart(dataset):
    answer = answers(dataset)["Hạng 46 chắc chắn đến mức nào?"]
    assert answer.endswith(
        "46–48 là khi tính đủ 63 địa phương; 35–56 là khi điểm của năm đang xem dao động như "
        "thường thấy; 22–58 là hạng có thể có ở năm 2024."
    )
    of_2020 = " ".join(answers(dataset, year=2020).values())
    assert "tính đủ" not in of_2020.partition("trả lời những câu hỏi khác nhau")[2]


def test_the_first_place_is_called_no_surer_than_it_is(dataset):
    answer = next(iter(answers(dataset, province="22", year=2024).values()))
    assert "0,48 điểm" in answer and "khoảng 1–4" in answer

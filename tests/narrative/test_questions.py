"""The expected questions: which apply, that each answer holds, and that each leads somewhere."""

import pytest

from lib.charts.registry import CHARTS
from lib.common import pages
from lib.model.url_parameters import read_view
from lib.model.view import View
from lib.narrative import questions
from tests.narrative import published


def answers(dataset, **view):
    return {q.ask: q.answer for q in questions.questions(dataset, View(**view))}


def test_long_an_2023_is_asked_twelve_things(dataset):
    found = answers(dataset)
    assert list(found) == [
        "Vì sao xếp thứ 46 mà không phải thứ 45?",
        "Vì sao xếp hạng 61 tỉnh trong khi cả nước có 63?",
        "Mức thay đổi +1,02 điểm là thật hay chỉ là sai số khảo sát?",
        "Hạng 46 chắc chắn đến mức nào?",
        "Vì sao giảm từ hạng 3 (năm 2011) xuống hạng 46?",
        "Tỉnh giáp ranh nào có kết quả cao hơn, ở nội dung nào?",
        "Nội dung nào kéo tổng điểm xuống nhiều nhất?",
        "Còn thiếu gì để lên nhóm trung bình cao?",
        "Kế hoạch 1523/KH-UBND đã đạt mục tiêu chưa?",
        "“Nằm đúng trên ngưỡng” nghĩa là gì, vì sao có báo ghi nhóm khác?",
        "Các tỉnh ở vùng Đồng bằng sông Cửu Long có kết quả thế nào?",
        "Số liệu từ đâu, vì sao có bài viết ghi +1,03 mà ở đây ghi +1,02?",
    ]
    text = " ".join(found.values())
    for part in (
        "Lâm Đồng (hạng 45), hơn 0,07 điểm",
        "không có tổng điểm của Quảng Ninh và Bình Dương",
        "49% lượt thay đổi",
        "khoảng 32–59",
        "Cung ứng dịch vụ công (từ hạng 6/63 xuống hạng 61/61)",
        "TP. Hồ Chí Minh (41,78) và Đồng Tháp (41,32)",
        "Cung ứng dịch vụ công (−0,78 điểm, hạng 61/61)",
        "tỉnh thuộc nhóm thấp nhất",
        "40,83 − 39,80 = +1,03",
    ):
        assert part in text, part


def test_any_province_with_a_total_is_asked_at_least_six(dataset):
    least = 99
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"].iloc[year % 9 :: 9]:
            found = questions.questions(dataset, View(province=province, year=year))
            least = min(least, len(found))
            for q in found:
                assert 1 <= q.answer.count(". ") + 1 <= 4, q.answer
    assert least == 6


def test_questions_that_do_not_apply_are_not_asked(dataset):
    all_scored = " ".join(answers(dataset, year=2012))
    assert "trong khi cả nước có" not in all_scored
    assert "sai số khảo sát" not in all_scored  # too few movements to judge
    assert "Vì sao giảm từ hạng" not in " ".join(answers(dataset, province="46"))
    assert "Vị trí trong nhóm cao nhất có vững không?" in answers(dataset, province="46")
    assert "ngưỡng" not in " ".join(answers(dataset, year=2022))
    # The printed +1,03 is one article's, of one province and year.
    assert "Số liệu lấy từ đâu?" in answers(dataset, year=2024)


def test_next_to_a_cut_is_another_matter_than_on_it(dataset):
    answer = answers(dataset, year=2020)["Tỉnh ở sát ngưỡng của một nhóm: nghĩa là gì?"]
    assert "chỉ còn cách nhóm trung bình cao 0,05 điểm" in answer


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("province", ["80", "46", "01"])
def test_every_answer_leads_to_a_page_with_a_view_it_can_read(dataset, province, lang):
    slugs = {page.slug for page in pages.PAGES}
    for q in questions.questions(dataset, View(province=province, lang=lang)):
        assert q.slug in slugs
        view, notices = read_view(View(province=province).query(**dict(q.changes)), dataset)
        assert notices == [] and view.province == province
        assert not q.show or (q.show in CHARTS and q.show.split(".")[0] == q.slug)


def test_answers_open_on_what_they_speak_of(dataset):
    found = {q.ask: q for q in questions.questions(dataset, View())}
    fall = next(q for ask, q in found.items() if ask.startswith("Vì sao giảm"))
    assert dict(fall.changes) == {"since": 2011} and fall.show == "trends.movers"
    beside = next(q for ask, q in found.items() if "giáp ranh" in ask)
    assert dict(beside.changes) == {"peers": "neighbours", "peer": "87"}
    assert "1,19 điểm" in found["Kế hoạch 1523/KH-UBND đã đạt mục tiêu chưa?"].answer


@pytest.mark.parametrize(
    ("province", "year"), [("80", 2023), ("72", 2023), ("01", 2024), ("56", 2013)]
)
def test_the_numbers_come_about_a_second_time(dataset, province, year):
    found = list(answers(dataset, province=province, year=year).items())
    table = published.scores(year)
    own, rank = table[province], published.rank(year, province)

    def answer(part):
        return next(published.numbers(a) for q, a in found if part in q)

    above, below = (
        min(s for s in table.values() if s > own),
        max(s for s in table.values() if s < own),
    )
    beside = [
        (rank - sum(s == above for s in table.values()), above - own),
        (rank + 1, own - below),
    ]
    assert answer("mà không phải thứ") == [
        n for r, gap in beside for n in (str(r), published.gap(gap))
    ]

    others = [n for n in published.neighbours(province) if n in table]
    better = sorted((table[n] for n in others if table[n] > own), reverse=True)
    # The widest gap of each that stands higher, the three widest of them.
    gaps = sorted(
        (
            max(
                published.scores(year, d)[n] - published.scores(year, d)[province]
                for d in published.dims(year)
                if n in published.scores(year, d)
            )
            for n in others
            if table[n] > own
        ),
        reverse=True,
    )
    counts = [str(len(better))] * (len(better) < len(others)) + [str(len(others))]
    assert answer("giáp ranh") == [
        *counts,
        *map(published.written, better),
        *map(published.gap, gaps[:3]),
    ]

    off = {
        d: published.scores(year, d)[province]
        - published.cut(published.scores(year, d).values(), 0.5)
        for d in published.dims(year)
    }
    low = sorted(d for d in off if off[d] < -1e-9)
    worst = sorted(low, key=off.__getitem__)[:2]
    assert answer("kéo tổng điểm") == [
        n
        for d in worst
        for n in (
            published.written(off[d]),
            str(published.rank(year, province, d)),
            str(len(published.scores(year, d))),
        )
    ]
    cut = published.cut(table.values(), {4: 0.25, 3: 0.5, 2: 0.75}[published.group(year, province)])
    assert answer("Còn thiếu gì") == [
        published.written(cut), published.gap(cut - own), str(len(low)), published.written(-sum(off[d] for d in low)),
    ]  # fmt: skip

    home = published.region(year, province)
    assert answer("Các tỉnh ở vùng") == [
        str(len(home)),
        published.written(published.cut([table[h] for h in home], 0.5)),
        published.written(published.cut(table.values(), 0.5)),
        str(sum(published.group(year, h) <= 2 for h in home)),
        str(published.rank(year, province, among=home)),
    ]
    assert answer("Số liệu")[:2] == [str(len(published.subs(year))), str(year)]

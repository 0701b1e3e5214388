"""The expected questions: which apply, that each answer holds, and that each leads somewhere."""

import pytest

from lib import registry
from lib.charts import CHARTS
from lib.findings import questions
from lib.view import View, read
from tests.findings import published as p


def answers(world, **view):
    return {q.ask: q.answer for q in questions.questions(world, View(**view))}


def test_long_an_2023_is_asked_twelve_things(world):
    found = answers(world)
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


def test_any_province_with_a_total_is_asked_at_least_six(world):
    least = 99
    for year in world.years:
        for province in world.measure(year, "total")["province"].iloc[year % 9 :: 9]:
            found = questions.questions(world, View(province=province, year=year))
            least = min(least, len(found))
            for q in found:
                assert 1 <= q.answer.count(". ") + 1 <= 4, q.answer
    assert least == 6


def test_questions_that_do_not_apply_are_not_asked(world):
    all_scored = " ".join(answers(world, year=2012))
    assert "trong khi cả nước có" not in all_scored
    assert "sai số khảo sát" not in all_scored  # too few movements to judge
    assert "Vì sao giảm từ hạng" not in " ".join(answers(world, province="46"))
    assert "Vị trí trong nhóm cao nhất có vững không?" in answers(world, province="46")
    assert "ngưỡng" not in " ".join(answers(world, year=2022))
    # The printed +1,03 is one article's, of one province and year.
    assert "Số liệu lấy từ đâu?" in answers(world, year=2024)


def test_next_to_a_cut_is_another_matter_than_on_it(world):
    answer = answers(world, year=2020)["Tỉnh ở sát ngưỡng của một nhóm: nghĩa là gì?"]
    assert "chỉ còn cách nhóm trung bình cao 0,05 điểm" in answer


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("province", ["80", "46", "01"])
def test_every_answer_leads_to_a_page_with_a_view_it_can_read(world, province, lang):
    slugs = {page.slug for page in registry.PAGES}
    for q in questions.questions(world, View(province=province, lang=lang)):
        assert q.slug in slugs
        view, notices = read(View(province=province).query(**dict(q.changes)), world)
        assert notices == [] and view.province == province
        assert not q.show or (q.show in CHARTS and q.show.split(".")[0] == q.slug)


def test_answers_open_on_what_they_speak_of(world):
    found = {q.ask: q for q in questions.questions(world, View())}
    fall = next(q for ask, q in found.items() if ask.startswith("Vì sao giảm"))
    assert dict(fall.changes) == {"since": 2011} and fall.show == "trends.movers"
    beside = next(q for ask, q in found.items() if "giáp ranh" in ask)
    assert dict(beside.changes) == {"peers": "neighbours", "peer": "87"}
    assert "1,19 điểm" in found["Kế hoạch 1523/KH-UBND đã đạt mục tiêu chưa?"].answer


@pytest.mark.parametrize(
    ("province", "year"), [("80", 2023), ("72", 2023), ("01", 2024), ("56", 2013)]
)
def test_the_numbers_come_about_a_second_time(world, province, year):
    found = list(answers(world, province=province, year=year).items())
    table = p.scores(year)
    own, rank = table[province], p.rank(year, province)

    def answer(part):
        return next(p.numbers(a) for q, a in found if part in q)

    above, below = (
        min(s for s in table.values() if s > own),
        max(s for s in table.values() if s < own),
    )
    beside = [
        (rank - sum(s == above for s in table.values()), above - own),
        (rank + 1, own - below),
    ]
    assert answer("mà không phải thứ") == [n for r, gap in beside for n in (str(r), p.gap(gap))]

    others = [n for n in p.neighbours(province) if n in table]
    better = sorted((table[n] for n in others if table[n] > own), reverse=True)
    # The widest gap of each that stands higher, the three widest of them.
    gaps = sorted(
        (
            max(
                p.scores(year, d)[n] - p.scores(year, d)[province]
                for d in p.dims(year)
                if n in p.scores(year, d)
            )
            for n in others
            if table[n] > own
        ),
        reverse=True,
    )
    counts = [str(len(better))] * (len(better) < len(others)) + [str(len(others))]
    assert answer("giáp ranh") == [*counts, *map(p.written, better), *map(p.gap, gaps[:3])]

    off = {
        d: p.scores(year, d)[province] - p.cut(p.scores(year, d).values(), 0.5)
        for d in p.dims(year)
    }
    low = sorted(d for d in off if off[d] < -1e-9)
    worst = sorted(low, key=off.__getitem__)[:2]
    assert answer("kéo tổng điểm") == [
        n
        for d in worst
        for n in (
            p.written(off[d]),
            str(p.rank(year, province, d)),
            str(len(p.scores(year, d))),
        )
    ]
    cut = p.cut(table.values(), {4: 0.25, 3: 0.5, 2: 0.75}[p.group(year, province)])
    assert answer("Còn thiếu gì") == [
        p.written(cut), p.gap(cut - own), str(len(low)), p.written(-sum(off[d] for d in low)),
    ]  # fmt: skip

    home = p.region(year, province)
    assert answer("Các tỉnh ở vùng") == [
        str(len(home)),
        p.written(p.cut([table[h] for h in home], 0.5)),
        p.written(p.cut(table.values(), 0.5)),
        str(sum(p.group(year, h) <= 2 for h in home)),
        str(p.rank(year, province, among=home)),
    ]
    assert answer("Số liệu")[:2] == [str(len(p.subs(year))), str(year)]

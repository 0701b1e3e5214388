"""The brief: its numbers agree with those recomputed from the CSV files; it claims no causes."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from lib.model.view import View
from lib.narrative import brief, citizens, overview, questions, story
from tests.narrative import recomputed

VIEWS = [
    ("80", 2023),  # exactly on a threshold
    ("46", 2023),  # the first
    ("72", 2024),  # a rare change
    ("80", 2020),  # just below a threshold
    ("80", 2018),  # a new scale
    ("79", 2011),  # the first year of all
    ("01", 2012),  # six dimensions
    ("27", 2023),  # not published the year before
    ("48", 2021),
]
CAUSES = {
    "vi": r"\b(vì|bởi|do đó|do vậy|nhờ|khiến|dẫn đến|dẫn tới|nguyên nhân|gây ra|tác động|ảnh hưởng"
    r"|nên|(?<!không cho biết lý )do(?! CECODES))\b",
    "en": r"\b(because|due to|thanks to|owing to|caused?|causes|led to|leads to|resulted"
    r"|result of|results from|driven|therefore|hence|reason)\b",
}


def position(province, year):
    table = recomputed.scores(year)
    score = table[province]
    values = table.values()
    out = [str(year), recomputed.format_number(score), str(10 * len(recomputed.dimensions(year)))]
    out += [str(recomputed.rank(year, province)), "63"] + [str(len(table))] * (len(table) < 63)
    distances = [score - recomputed.quantile(values, at) for at in (0.25, 0.5, 0.75)]
    near = min(distances, key=abs)
    if 1e-9 < abs(near) <= 0.05:
        out.append(recomputed.format_number(abs(near)))
    absent = 63 - len(table)
    if absent:
        rank = recomputed.rank(year, province)
        out += [str(absent)] * (absent > 1) + [str(rank), str(rank + absent)]
    out += [
        recomputed.format_number(recomputed.quantile(values, 0.5)),
        recomputed.format_distance(score - recomputed.quantile(values, 0.5)),
    ]
    return out if score == max(values) else [*out, recomputed.format_number(max(values))]


def change(province, year):
    before = recomputed.previous_year(year, province)
    if before is None:
        return [str(year)]
    by = recomputed.scores(year)[province] - recomputed.scores(before)[province]
    old, new = recomputed.rank(before, province), recomputed.rank(year, province)
    out = [str(before)] + (
        [recomputed.format_number(abs(by))] if recomputed.format_number(by) != "0,00" else []
    )
    compared = [len(recomputed.comparing_parts(before, year)), len(recomputed.sub_dimensions(year))]
    of_parts = [str(n) for n in compared] if compared[0] < compared[1] else []
    out += of_parts
    out += [str(new)] if old == new else [str(abs(old - new)), str(old), str(new)]
    if before == year - 1 and year > recomputed.FIRST_YEAR_OF_80:
        gap, gap_change = recomputed.gap_changes(year)[province]
        intercept, slope = recomputed.expected_change(year)
        out += [recomputed.format_number(abs(gap_change)), *of_parts]
        out.append(recomputed.format_number(abs(intercept + slope * gap)))
        sizes = [abs(r) for r in recomputed.residuals(year).values()]
        if len(sizes) >= 100:
            own = abs(recomputed.residuals(year)[year, province])
            larger = sum(s >= own - 1e-6 for s in sizes) / len(sizes)
            out += [
                "1%" if larger < 0.005 else f"{100 * larger:.0f}%",
                str(recomputed.FIRST_YEAR_OF_80),
            ]
    parts = sorted(
        (
            recomputed.scores(year, d)[province] - recomputed.scores(before, d)[province]
            for d in recomputed.dimensions(year)
        ),
        reverse=True,
    )
    up = [c for c in parts if c >= 0.005][:2]
    down = [c for c in parts[::-1] if c <= -0.005][: 1 if up else 2]
    return out + [recomputed.format_number(c, sign=True) for c in up + down]


def extremes(province, year, best):
    sides = set()
    for measure in recomputed.dimensions(year):
        scores = recomputed.scores(year, measure)
        sides.add(scores[province] < recomputed.quantile(scores.values(), 0.5) - 1e-9)
    # Where all dimensions lie on one side of the median, the other side is named with their number.
    out = [str(len(recomputed.dimensions(year)))] if sides == {best} else []
    for measures, n in ((recomputed.dimensions(year), 2), (recomputed.sub_dimensions(year), 3)):
        ordered = sorted(measures, key=lambda m: (-recomputed.percentile(year, province, m), m))
        last = [
            m
            for m in measures
            if recomputed.scores(year, m)[province] == min(recomputed.scores(year, m).values())
        ]
        for measure in ordered[:n] if best else ordered[::-1][: max(n, len(last))]:
            out += [
                str(recomputed.rank(year, province, measure)),
                str(len(recomputed.scores(year, measure))),
            ]
    return out


def region_and_neighbours(province, year):
    table, region = recomputed.scores(year), recomputed.scored_in_region(year, province)
    ends = [max(table[p] for p in region), min(table[p] for p in region)]
    # The first and the last are called so; nor are they named as the highest or lowest.
    place = recomputed.rank(year, province, among=region)
    out = [*([] if table[province] in ends else [str(place)]), str(len(region))]
    out += recomputed.known_in_region(year, province)
    out += [recomputed.format_number(end) for end in ends if end != table[province]]
    others = [n for n in recomputed.neighbours(province) if n in table]
    better = sorted((n for n in others if table[n] > table[province]), key=lambda n: -table[n])
    out.append(str(len(others)))
    if better and len(better) == len(others):
        out = out if len(others) > 1 else out[:-1]
    elif better:
        out.append(str(len(better)))
    return out + [str(recomputed.rank(year, n)) for n in better]


def next_group(province, year):
    table, score = recomputed.scores(year), recomputed.scores(year)[province]
    group = recomputed.group(year, province)
    threshold = recomputed.quantile(table.values(), {4: 0.25, 3: 0.5, 2: 0.75, 1: 0.75}[group])
    out = [recomputed.format_number(threshold), recomputed.format_distance(score - threshold)]
    if group > 1:
        needed = recomputed.format_number(recomputed.needed_if_others_stay(year, province))
        out += [needed] if needed != out[-1] else []
    moves = recomputed.threshold_moves(year)
    if moves and group == 1:
        out += [recomputed.format_number(move, sign=True) for move in moves]
    elif moves:
        out += recomputed.needed_as_thresholds_move(year, province)
    above = [s for s in table.values() if s > score]
    if above:
        rank = 1 + sum(s > min(above) for s in above)
        out += [str(rank), recomputed.format_distance(min(above) - score)]
    return out


def history(province):
    ranks = {
        y: recomputed.rank(y, province)
        for y in recomputed.years()
        if province in recomputed.scores(y)
    }
    out = [str(max(ranks)), str(len(ranks)), str(min(ranks))]
    for end in (min(ranks.values()), max(ranks.values())):
        out += [str(end), *(str(y) for y, r in ranks.items() if r == end)]
    return [*out, "2018", "80", "60"]


def plan(province, year):
    """The one plan in the data: Long An's, from 2023 to the upper-middle group of 2024."""
    if province != "80" or year not in (2023, 2024):
        return []
    table = recomputed.scores(2024)
    score = table[province]
    out = [
        "1523",
        "21",
        "5",
        "2024",
        "2024",
        "2024",
        recomputed.format_number(score),
        str(recomputed.rank(2024, province)),
    ]
    return [*out, "63", recomputed.format_number(recomputed.quantile(table.values(), 0.5) - score)]


def caution(dataset, province, year):
    # The simulated ranks are tested by hand (tests/stats/forecasts/test_rank_uncertainty.py).
    ranks = dataset.simulated_ranks(year, "total").set_index("province").loc[province]
    spread = recomputed.format_number(recomputed.score_spread(year))
    return [f"±{spread}", str(year), *(str(int(ranks[end])) for end in ("best", "worst")), "4", "5"]


@pytest.mark.parametrize(("province", "year"), VIEWS)
def test_every_number_agrees_with_the_recomputed_one(dataset, province, year):
    expected = [
        position(province, year),
        change(province, year),
        extremes(province, year, best=True),
        extremes(province, year, best=False),
        region_and_neighbours(province, year),
        next_group(province, year),
        plan(province, year),
        history(province),
        caution(dataset, province, year),
    ]
    # Only the paragraph on a plan may be missing.
    expected = [numbers for i, numbers in enumerate(expected) if numbers or i != 6]
    vietnamese = brief.paragraphs(dataset, View(province=province, year=year))
    assert [recomputed.numbers_in(part.text) for part in vietnamese] == expected
    english = brief.paragraphs(dataset, View(province=province, year=year, lang="en"))
    for part, numbers in zip(english, expected, strict=True):
        # English puts some of the same numbers in another order and writes a month as a word.
        if part.slug == "plan":
            numbers = [n for n in numbers if n != "5"]
        assert sorted(recomputed.numbers_in(part.text)) == sorted(
            n.replace(",", ".") for n in numbers
        )


def test_nothing_below_the_median_is_called_a_strength(dataset):
    # Gia Lai 2023: below the national median in all eight dimensions.
    view = View(province="64", year=2023)
    parts = {part.heading: part.text for part in brief.paragraphs(dataset, view)}
    assert "Điểm mạnh" not in parts and "Điểm yếu" in parts
    best = parts["Vị trí cao nhất, đều dưới trung vị"]
    assert best.startswith("Cả 8 nội dung đều thấp hơn trung vị cả nước; có vị trí cao nhất")
    third = overview.spoken_sentences(dataset, view)[2]
    assert third.startswith("Cả 8 nội dung đều thấp hơn trung vị cả nước; vị trí cao nhất là")
    profile = next(s for s in story.build_story(dataset, view) if s.name == "profile")
    assert third in profile.notes
    english = brief.plain_text(dataset, replace(view, lang="en"))
    assert "STRENGTHS" not in english and "HIGHEST PLACED, ALL BELOW THE MEDIAN" in english
    # Thừa Thiên Huế 2023: in no dimension below it, so nothing is called a weakness.
    leader = brief.plain_text(dataset, View(province="46", year=2023))
    assert "ĐIỂM MẠNH" in leader and "ĐIỂM YẾU" not in leader
    assert "Không nội dung nào trong 8 nội dung thấp hơn trung vị cả nước" in leader


def test_the_brief_of_long_an(dataset):
    parts = {part.heading: part.text for part in brief.paragraphs(dataset, View())}
    assert list(parts) == [
        "Vị trí", "Thay đổi", "Điểm mạnh", "Điểm yếu", "Trong vùng và với các địa phương giáp ranh",
        "Khoảng cách đến nhóm trên", "Kế hoạch của địa phương", "Qua các năm", "Lưu ý khi đọc",
    ]  # fmt: skip
    assert (
        "nhóm trung bình thấp, có điểm đúng bằng ngưỡng giáp với nhóm thấp nhất" in parts["Vị trí"]
    )
    assert "tăng 11 bậc (từ hạng 57 sang hạng 46)" in parts["Thay đổi"]
    assert "mức thay đổi thường gặp" in parts["Thay đổi"]
    assert "Quản trị điện tử (hạng 9/61)" in parts["Điểm mạnh"]
    assert "Giáo dục tiểu học công lập (hạng 61/61)" in parts["Điểm yếu"]
    # 42,33 less 40,83 would read 1,50.
    assert (
        "Long An còn thiếu 1,49 điểm (tính từ số liệu đầy đủ)"
        in (parts["Khoảng cách đến nhóm trên"])
    )
    assert "còn thiếu 1,19 điểm" in parts["Kế hoạch của địa phương"]
    assert "chưa đủ để kết luận" in parts["Kế hoạch của địa phương"]
    assert "hạng 3 (năm 2011 và 2013)" in parts["Qua các năm"]


def test_the_brief_mentions_a_plan_in_its_base_and_target_year_only(dataset):
    def headings(**view):
        return [part.heading for part in brief.paragraphs(dataset, View(**view))]

    assert "Kế hoạch của địa phương" in headings(year=2024)
    assert "Kế hoạch của địa phương" not in headings(year=2022) + headings(province="72")


@pytest.mark.slow
def test_the_province_is_not_named_as_its_own_regions_first_or_last(dataset):
    for year in dataset.years:
        for end in (0, -1):
            for _, home in dataset.ranking(year, "total").groupby("region"):
                view = View(province=home["province"].iloc[end], year=year)
                name = dataset.province_name(view.province, "vi")
                assert f"vùng là {name}" not in " ".join(brief.region_sentences(dataset, view))


def test_the_text_file_holds_every_paragraph(dataset):
    text = brief.plain_text(dataset, View())
    assert text.startswith(
        "Long An năm 2023: 40,83/80 điểm, hạng 46/63 (61 có số liệu), nhóm trung bình thấp\n"
    )
    assert all(part.text in text for part in brief.paragraphs(dataset, View()))
    assert text.rstrip().endswith("papi.org.vn, năm 2023.")
    assert 2000 < len(text) < 4500  # a page


def sample_of_views(dataset, every=7):
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"].iloc[year % every :: every]:
            for lang in ("vi", "en"):
                yield View(province=province, year=year, lang=lang)


def sentences(dataset, view):
    yield from (part.text for part in brief.paragraphs(dataset, view))
    yield from (question.answer for question in questions.questions(dataset, view))
    yield from citizens.result_sentences(dataset, view)


@pytest.mark.slow
def test_any_province_and_year_has_a_text_without_gaps_and_without_causes(dataset):
    for view in sample_of_views(dataset):
        for sentence in sentences(dataset, view):
            gap = r"[{}]|\bnan\b|None|NaT|<NA>|\d\.0\b(?!–| points)|\(\)"
            assert not re.search(gap, sentence), sentence
            assert sentence.endswith("."), sentence
            assert not re.search(CAUSES[view.lang], sentence, re.I), sentence


def test_claims_of_causes_would_be_noticed():
    assert re.search(CAUSES["vi"], "Điểm tăng nhờ cải cách")
    assert re.search(CAUSES["vi"], "Điểm giảm do dịch vụ công")
    assert not re.search(CAUSES["vi"], "Điểm do CECODES, RTA công bố; vị trí rất nhỏ")
    assert re.search(CAUSES["en"], "It fell because of schools")


def test_without_a_total_there_is_no_brief(dataset):
    with pytest.raises(LookupError):
        brief.paragraphs(dataset, View(province="74"))


def test_every_dimension_and_sub_dimension_has_a_plain_description(dataset):
    tables = dataset.tables
    codes = {*tables.dimensions["code"], *tables.sub_dimensions["code"]}
    assert set(tables.glossary["code"]) == codes
    for column in ("plain_vi", "plain_en"):
        assert tables.glossary[column].is_unique
        assert tables.glossary[column].str.fullmatch(r"[A-ZÀ-Ỹ].{15,125}\.").all()


def test_the_glossary_follows_the_year(dataset):
    terms = citizens.glossary(dataset, View(year=2012))
    assert [term.code for term in terms] == ["1", "2", "3", "4", "5", "6"]
    assert [sub.code for sub in terms[2].sub_terms] == ["3.1", "3.4", "3.5"]
    result = citizens.glossary(dataset, View())[5].result
    score = recomputed.format_number(recomputed.scores(2023, "6")["80"])
    rank = recomputed.rank(2023, "80", "6")
    assert result == f"Long An: {score} điểm, hạng {rank}/61"
    # A province without scores gets the explanations all the same.
    assert {term.result for term in citizens.glossary(dataset, View(province="74"))} == {""}


def test_the_plain_result_of_long_an(dataset):
    first, second, third, fourth = citizens.result_sentences(dataset, View())
    assert fourth == (
        "Lưu ý: điểm bằng ngưỡng giáp nhóm thấp nhất; "
        "mức thay đổi +1,02 điểm so với năm 2022 là mức thường gặp từ vị trí năm đó."
    )
    assert "(61 địa phương có số liệu)" not in brief.paragraphs(dataset, View(year=2012))[0].text
    assert "40,83/80 điểm" in citizens.share_caption(dataset, View())
    assert recomputed.numbers_in(first) == [
        "2023",
        recomputed.format_number(recomputed.scores(2023)["80"]),
        "80",
        "46",
        "63",
        "61",
    ]
    assert "nhóm trung bình thấp" in second and "7/13" in second
    assert "Quản trị điện tử (hạng 9/61)" in third and "Cung ứng dịch vụ công (hạng 61/61)" in third
    assert "60 điểm (2011–2017) và 80 điểm (2018–2024)" in citizens.what_is_papi(dataset, View())[2]


def test_recomputed_totals_agree_with_the_dataset(dataset):
    table = dataset.ranking(2023, "total").set_index("province")["score"]
    assert (
        table.sort_index().round(6).to_dict()
        == pd.Series(recomputed.scores(2023)).sort_index().to_dict()
    )

"""The brief's numbers come about a second time from the CSV files; it names no causes."""

import re

import pandas as pd
import pytest

from lib.model.view import View
from lib.narrative import brief, citizens, questions
from tests.narrative import published

VIEWS = [
    ("80", 2023),  # exactly on a cut
    ("46", 2023),  # the first
    ("72", 2024),  # a rare change
    ("80", 2020),  # just below a cut
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
    table = published.scores(year)
    own = table[province]
    values = table.values()
    out = [str(year), published.written(own), str(10 * len(published.dims(year)))]
    out += [str(published.rank(year, province)), "63"] + [str(len(table))] * (len(table) < 63)
    off = [own - published.cut(values, at) for at in (0.25, 0.5, 0.75)]
    near = min(off, key=abs)
    if 1e-9 < abs(near) <= 0.05:
        out.append(published.written(abs(near)))
    out += [
        published.written(published.cut(values, 0.5)),
        published.gap(own - published.cut(values, 0.5)),
    ]
    return out if own == max(values) else [*out, published.written(max(values))]


def change(province, year):
    before = published.previous(year, province)
    if before is None:
        return [str(year)]
    by = published.scores(year)[province] - published.scores(before)[province]
    old, new = published.rank(before, province), published.rank(year, province)
    out = [str(before)] + ([published.written(abs(by))] if published.written(by) != "0,00" else [])
    out += [str(new)] if old == new else [str(abs(old - new)), str(old), str(new)]
    sizes, own = published.moves(year)
    if before == year - 1 and len(sizes) >= 100:
        larger = sum(s >= own[province] - 1e-9 for s in sizes) / len(sizes)
        out += [str(published.SINCE), "1%" if larger < 0.005 else f"{100 * larger:.0f}%"]
    parts = sorted(
        (
            published.scores(year, d)[province] - published.scores(before, d)[province]
            for d in published.dims(year)
        ),
        reverse=True,
    )
    up = [c for c in parts if c >= 0.005][:2]
    down = [c for c in parts[::-1] if c <= -0.005][: 1 if up else 2]
    return out + [published.written(c, sign=True) for c in up + down]


def telling(province, year, best):
    out = []
    for measures, n in ((published.dims(year), 2), (published.subs(year), 3)):
        ordered = sorted(measures, key=lambda m: (-published.share(year, province, m), m))
        for measure in ordered[:n] if best else ordered[::-1][:n]:
            out += [
                str(published.rank(year, province, measure)),
                str(len(published.scores(year, measure))),
            ]
    return out


def around(province, year):
    table, home = published.scores(year), published.region(year, province)
    out = [str(published.rank(year, province, among=home)), str(len(home))]
    # It is not named as the highest or lowest of its own region.
    ends = [max(table[h] for h in home), min(table[h] for h in home)]
    out += [published.written(end) for end in ends if end != table[province]]
    others = [n for n in published.neighbours(province) if n in table]
    better = sorted((n for n in others if table[n] > table[province]), key=lambda n: -table[n])
    out.append(str(len(others)))
    if better and len(better) == len(others):
        out = out if len(others) > 1 else out[:-1]
    elif better:
        out.append(str(len(better)))
    for n in better:
        out += [str(published.rank(year, n)), str(len(table))]
    return out


def ahead(province, year):
    table, own = published.scores(year), published.scores(year)[province]
    group = published.group(year, province)
    cut = published.cut(table.values(), {4: 0.25, 3: 0.5, 2: 0.75, 1: 0.75}[group])
    out = [published.written(cut), published.gap(own - cut)]
    above = [s for s in table.values() if s > own]
    if above:
        rank = 1 + sum(s > min(above) for s in above)
        out += [str(rank), published.gap(min(above) - own)]
    return out


def history(province):
    ranks = {
        y: published.rank(y, province) for y in published.years() if province in published.scores(y)
    }
    out = [str(max(ranks)), str(len(ranks)), str(min(ranks))]
    for end in (min(ranks.values()), max(ranks.values())):
        out += [str(end), *(str(y) for y, r in ranks.items() if r == end)]
    return [*out, "2018", "80", "60"]


def planned(province, year):
    """The one plan in the data: Long An's, from 2023 to the upper-middle group of 2024."""
    if province != "80" or year not in (2023, 2024):
        return []
    table = published.scores(2024)
    own = table[province]
    out = [
        "1523",
        "21",
        "5",
        "2024",
        "2024",
        "2024",
        published.written(own),
        str(published.rank(2024, province)),
    ]
    return [*out, "63", published.written(published.cut(table.values(), 0.5) - own)]


def care(province, year):
    if len(published.moves(year)[0]) < 100:
        return []
    table, off = published.scores(year), published.wobble(year)
    own = table[province]
    best = 1 + sum(s > own + off + 1e-9 for s in table.values())
    worst = max(sum(s > own - off + 1e-9 for s in table.values()), published.rank(year, province))
    return [f"±{published.written(off)}", str(year), str(best), str(worst)]


@pytest.mark.parametrize(("province", "year"), VIEWS)
def test_every_number_comes_about_a_second_time(dataset, province, year):
    expected = [
        position(province, year),
        change(province, year),
        telling(province, year, best=True),
        telling(province, year, best=False),
        around(province, year),
        ahead(province, year),
        planned(province, year),
        history(province),
        care(province, year),
    ]
    expected = [numbers for i, numbers in enumerate(expected) if numbers or i != 6]
    found = brief.paragraphs(dataset, View(province=province, year=year))
    assert [published.numbers(part.text) for part in found] == expected
    english = brief.paragraphs(dataset, View(province=province, year=year, lang="en"))
    for part, wanted in zip(english, expected, strict=True):
        # English puts some of the same numbers in another order and writes a month as a word.
        if part.slug == "plan":
            wanted = [n for n in wanted if n != "5"]
        assert sorted(published.numbers(part.text)) == sorted(n.replace(",", ".") for n in wanted)


def test_the_brief_of_long_an(dataset):
    parts = {part.heading: part.text for part in brief.paragraphs(dataset, View())}
    assert list(parts) == [
        "Vị trí", "Thay đổi", "Điểm mạnh", "Điểm yếu", "Trong vùng và với các tỉnh giáp ranh",
        "Khoảng cách đến nhóm trên", "Kế hoạch của tỉnh", "Qua các năm", "Lưu ý khi đọc",
    ]  # fmt: skip
    assert "nhóm trung bình thấp, nằm đúng trên ngưỡng tách với nhóm thấp nhất" in parts["Vị trí"]
    assert "tăng 11 bậc (từ hạng 57 lên hạng 46)" in parts["Thay đổi"]
    assert "mức thay đổi thường gặp" in parts["Thay đổi"]
    assert "Quản trị điện tử (hạng 9/61)" in parts["Điểm mạnh"]
    assert "Giáo dục tiểu học công lập (hạng 61/61)" in parts["Điểm yếu"]
    # 42,33 less 40,83 would read 1,50.
    assert (
        "Long An còn thiếu 1,49 điểm (tính từ số liệu đầy đủ)"
        in (parts["Khoảng cách đến nhóm trên"])
    )
    assert "còn thiếu 1,19 điểm" in parts["Kế hoạch của tỉnh"]
    assert "chưa đủ để kết luận" in parts["Kế hoạch của tỉnh"]
    assert "hạng 3 (năm 2011 và 2013)" in parts["Qua các năm"]


def test_the_brief_speaks_of_a_plan_in_its_years_only(dataset):
    def headings(**view):
        return [part.heading for part in brief.paragraphs(dataset, View(**view))]

    assert "Kế hoạch của tỉnh" in headings(year=2024)
    assert "Kế hoạch của tỉnh" not in headings(year=2022) + headings(province="72")


def test_the_province_is_not_named_as_its_own_regions_first_or_last(dataset):
    for year in dataset.years:
        for end in (0, -1):
            for _, home in dataset.ranking(year, "total").groupby("region"):
                view = View(province=home["province"].iloc[end], year=year)
                name = dataset.province_name(view.province, "vi")
                assert f"vùng là {name}" not in " ".join(brief.region_sentences(dataset, view))


def test_the_text_file_holds_it_all(dataset):
    text = brief.plain_text(dataset, View())
    assert text.startswith("Long An năm 2023: 40,83/80 điểm, hạng 46/63, nhóm trung bình thấp\n")
    assert all(part.text in text for part in brief.paragraphs(dataset, View()))
    assert text.rstrip().endswith("papi.org.vn, năm 2023.")
    assert 2000 < len(text) < 4500  # a page


def some_views(dataset, every=7):
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"].iloc[year % every :: every]:
            for lang in ("vi", "en"):
                yield View(province=province, year=year, lang=lang)


def sentences(dataset, view):
    yield from (part.text for part in brief.paragraphs(dataset, view))
    yield from (question.answer for question in questions.questions(dataset, view))
    yield from citizens.result_sentences(dataset, view)


def test_any_province_and_year_has_a_text_without_gaps_and_without_causes(dataset):
    for view in some_views(dataset):
        for sentence in sentences(dataset, view):
            assert not re.search(r"[{}]|\bnan\b|None|NaT|<NA>|\d\.0\b|\(\)", sentence), sentence
            assert sentence.endswith("."), sentence
            assert not re.search(CAUSES[view.lang], sentence, re.I), sentence


def test_causes_would_be_found():
    assert re.search(CAUSES["vi"], "Điểm tăng nhờ cải cách")
    assert re.search(CAUSES["vi"], "Điểm giảm do dịch vụ công")
    assert not re.search(CAUSES["vi"], "Điểm do CECODES, RTA công bố; vị trí rất nhỏ")
    assert re.search(CAUSES["en"], "It fell because of schools")


def test_without_a_total_there_is_no_brief(dataset):
    with pytest.raises(LookupError):
        brief.paragraphs(dataset, View(province="74"))


def test_plain_words_for_every_dimension_and_sub_dimension(dataset):
    tables = dataset.tables
    codes = {*tables.dimensions["code"], *tables.sub_dimensions["code"]}
    assert set(tables.glossary["code"]) == codes
    for column in ("plain_vi", "plain_en"):
        assert tables.glossary[column].is_unique
        assert tables.glossary[column].str.fullmatch(r"[A-ZÀ-Ỹ].{15,125}\.").all()


def test_the_glossary_follows_the_year(dataset):
    terms = citizens.glossary(dataset, View(year=2012))
    assert [term.code for term in terms] == ["1", "2", "3", "4", "5", "6"]
    assert [sub.code for sub in terms[2].inside] == ["3.1", "3.4", "3.5"]
    place = citizens.glossary(dataset, View())[5].place
    own = published.scores(2023, "6")["80"]
    assert (
        place
        == f"Long An: {published.written(own)} điểm, hạng {published.rank(2023, '80', '6')}/61"
    )
    # Not published: explained all the same.
    assert {term.place for term in citizens.glossary(dataset, View(province="74"))} == {""}


def test_the_plain_result_of_long_an(dataset):
    first, second, third, fourth = citizens.result_sentences(dataset, View())
    assert fourth == "Lưu ý: đúng trên ngưỡng với nhóm thấp nhất; mức thay đổi thường gặp."
    assert "(61 tỉnh có số liệu)" not in brief.paragraphs(dataset, View(year=2012))[0].text
    assert "40,83/80 điểm" in citizens.share_caption(dataset, View())
    assert published.numbers(first) == [
        "2023",
        published.written(published.scores(2023)["80"]),
        "80",
        "46",
        "61",
    ]
    assert "nhóm trung bình thấp" in second and "7/13" in second
    assert "Quản trị điện tử (hạng 9/61)" in third and "Cung ứng dịch vụ công (hạng 61/61)" in third
    assert "60 điểm (2011–2017) và 80 điểm (2018–2024)" in citizens.what_is_papi(dataset, View())[2]


def test_the_second_path_is_a_second_path(dataset):
    """Both paths agree on all totals; neither knows of the other."""
    table = dataset.ranking(2023, "total").set_index("province")["score"]
    assert (
        table.sort_index().round(6).to_dict()
        == pd.Series(published.scores(2023)).sort_index().to_dict()
    )

"""Every text on one of the 34 in its first published years: none with an empty span or half a page.

The years are made up; see ``tests.support.made_up_34``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lib.charts.registry import CHARTS, draw
from lib.common.strings import HEADLINE_LENGTH
from lib.model.unit_lists import page_years, resolve_units
from lib.model.view import View
from lib.narrative import (
    brief,
    citizens,
    next_steps,
    overview,
    phrases,
    questions,
    story,
    tables,
)
from lib.narrative import map as map_texts
from lib.narrative.merged import summary
from lib.narrative.plan import key_figures as plan_figures
from lib.narrative.plan import outline, results
from lib.narrative.successors import changes as successor_changes
from lib.narrative.successors import history
from lib.narrative.table import words as table_words
from lib.narrative.targets import chances, choice, distance, evidence, scenario
from lib.narrative.trends import change, decomposition, spread, start_years, uncertainty
from tests.support import made_up_34
from tests.support.speed import fast_first

# Merged of two (Tây Ninh) and of three, TP. Hồ Chí Minh, one with a member unpublished in 2024,
# one that was not merged, one that was and is called otherwise among the 63.
SUCCESSORS = {"tay ninh": "80", "hcmc": "79", "can tho": "92", "dong thap": "82", "ha noi": "01"}
SUCCESSORS |= {"hue": "46"}
YEARS = {"one": (2025,), "two": (2025, 2026), "three": (2025, 2026, 2027)}
# Every kind with one year; the languages and the years after it with those that differ most.
CASES = {f"{name}, one year, vi": (code, (2025,), "vi") for name, code in SUCCESSORS.items()}
CASES |= {
    f"{name}, {number} years, {lang}": (SUCCESSORS[name], YEARS[number], lang)
    for name, number, lang in (
        ("tay ninh", "one", "en"),
        ("tay ninh", "two", "vi"),
        ("ha noi", "two", "en"),
        ("hcmc", "three", "vi"),
        ("dong thap", "three", "en"),
    )
}
EMPTY_SPANS = {
    "a span of one year": r"\b(20\d\d)\s?[–-]\s?\1\b",
    "a span of one rank": r"(?:hạng|[Rr]anks?) (\d+)\s?[–-]\s?\1\b(?!\d)",
    "from a rank to the same one": r"(?:từ|from)(?: hạng)? (\d+) \((?:ước tính|estimated)\)"
    r" (?:đến|sang|to)(?: hạng)? \1\b",
    "a span of one score": r"\b(\d+[,.]\d+) (?:đến|to) \1\b",
    "the best of one year": r"(?:1 năm|1 year)\b.*(?:thấp nhất|worst)",
    "the same rank as best and worst": r"hạng (\d+) \([\d, ]+\), thấp nhất hạng \1\b",
    "no number": r"\bnan\b|<NA>|\bNone\b|\bNaT\b",
    "an unfilled placeholder": r"\{\w*\}",
    "doubled signs": r"\(\)|;;|\. \.|, ,|\(ước tính\) \(ước tính\)|\(estimated\) \(estimated\)",
}
# Charts whose title is the headline of their page.
HEADLINE_CHARTS = ("dimensions.strip", "peers.ladder")
# Which charts a page of this kind has, by what must hold.
CONDITIONS = {
    "trends.waterfall": decomposition.has_parts,
    "trends.usual": uncertainty.has_badge,
    "trends.spread": spread.has_spread,
    "trends.movers": start_years.start_years,
    "plan.coverage": results.has_coverage,
    "plan.result": results.has_results,
}


def shown(code: str, years: tuple[int, ...], lang: str):
    view = View(province=code, year=years[-1], lang=lang)
    return resolve_units(made_up_34.build_dataset(years), view)


def figures_of(dataset, view) -> Iterator[tuple[str, list]]:
    """The key figures of every page."""
    yield "overview", overview.key_figures(dataset, view)
    yield "trends", change.key_figures(dataset, view)
    yield "targets", distance.key_figures(dataset, view)
    yield "scenario", scenario.scenario_outcome(dataset, view)[1]
    if results.chosen_plan(dataset, view) is not None:
        yield "plan", plan_figures.key_figures(dataset, view)


def sentences_of(dataset, view) -> Iterator[tuple[str, str]]:
    """Every sentence of the pages, by where it stands."""
    headlines = (overview, brief, citizens, change, distance, results, map_texts, next_steps)
    for module in headlines:
        yield module.__name__, module.headline(dataset, view)
    lists = (
        overview.spoken_sentences,
        citizens.result_sentences,
        citizens.what_is_papi,
        uncertainty.backtest_sentences,
        uncertainty.notable_changes,
        evidence.forecast_evidence,
    )
    for function in lists:
        yield from ((function.__name__, sentence) for sentence in function(dataset, view))
    yield "lead", distance.lead(dataset, view)
    yield "caption", citizens.share_caption(dataset, view)
    for page, figures in figures_of(dataset, view):
        yield from ((page, f"{f.label}: {f.figure}{f.suffix}; {f.note}") for f in figures)
    for part in [*brief.paragraphs(dataset, view), *next_steps.next_steps(dataset, view)]:
        yield "paragraph", f"{part.heading}. {part.text}"
    for question in questions.questions(dataset, view):
        yield "question", f"{question.text} {question.answer}"
    for screen in story.build_story(dataset, view):
        notes = " ".join(screen.notes)
        yield f"screen {screen.name}", f"{screen.title} {screen.full_subtitle} {notes}"
        yield f"source {screen.name}", story.screen_source(dataset, screen)
    if results.is_outline(dataset, view):
        yield "tasks", outline.tasks_title(dataset, view)


def charts_of(dataset, view) -> Iterator:
    """Every figure of the pages of a successor."""
    for name in CHARTS:
        if name.startswith("merged."):  # of the 63
            continue
        if name in CONDITIONS and not CONDITIONS[name](dataset, view):
            continue
        yield draw(name, dataset, view)


def faults(texts) -> list[str]:
    return [
        f"{what} in {where}: {text[:300]}"
        for where, text in texts
        for what, pattern in EMPTY_SPANS.items()
        if re.search(pattern, text)
    ]


@pytest.mark.parametrize("case", fast_first(CASES))
def test_no_sentence_has_an_empty_span(case):
    dataset, view = shown(*case)
    assert faults(sentences_of(dataset, view)) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("years", YEARS.values(), ids=list(YEARS))
def test_headlines_of_all_34_fit_two_lines(years, lang):
    pages = (overview, brief, citizens, change, distance, map_texts, results, next_steps)
    dataset = made_up_34.build_dataset(years)
    codes = [code for code in dataset.members if code != made_up_34.UNPUBLISHED]
    shown_of = {code: shown(code, years, lang) for code in codes}
    headlines = [module.headline(*shown_of[code]) for code in codes for module in pages]
    headlines += [table_words.headline(*shown_of[code]) for code in codes]
    headlines += [draw(name, *shown_of[code]).title for code in codes for name in HEADLINE_CHARTS]
    headlines += [history.title(*shown_of[code]) for code in codes]  # a screen of the story
    # The longest name of a province, and one in the last place, in every measure.
    for code in (SUCCESSORS["hcmc"], "91"):
        of_34, view = shown_of[code]
        for measure in of_34.measures(view.year):
            of_measure = replace(view, measure=measure)
            headlines += [
                change.headline(of_34, of_measure),
                map_texts.headline(of_34, of_measure),
                map_texts.headline(of_34, replace(of_measure, paint="change")),
            ]
    assert [text for text in headlines if len(text) > HEADLINE_LENGTH] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_map_of_changes_of_a_first_year_shows_the_differences_from_the_estimates(lang):
    dataset, view = shown("80", (2025,), lang)  # Tây Ninh, merged
    view = replace(view, paint="change")
    found = successor_changes.first_change(dataset, view)
    national, region = draw("map.national", dataset, view), draw("map.region", dataset, view)
    assert {"vi": "so với ước tính", "en": "the estimate"}[lang] in national.title
    assert {"vi": "so với ước tính", "en": "the estimate"}[lang] in region.title
    assert "33/34" in national.subtitle  # Cà Mau's members were not all published in 2024
    words = {"vi": ["cao hơn", "bằng nhau", "thấp hơn"], "en": ["above", "equal", "below"]}[lang]
    assert [item.detail for item in national.legend if item.detail][:3] == words
    table = national.table(dataset)
    assert table.iloc[:, -1].notna().sum() == 33
    own = table[table.iloc[:, 0] == "80"].iloc[0, -1]
    assert own == pytest.approx(found.change)
    unmerged = replace(view, province="01")
    assert {"vi": "so với năm 2024", "en": "the score of 2024"}[lang] in draw(
        "map.national", dataset, unmerged
    ).title
    for code in dataset.provinces.index:
        for name in ("map.national", "map.region"):
            title = draw(name, dataset, replace(view, province=code)).title
            assert len(title) <= HEADLINE_LENGTH


def test_the_map_of_changes_of_a_second_year_shows_changes():
    dataset, view = shown("80", (2025, 2026), "vi")
    national = draw("map.national", dataset, replace(view, paint="change"))
    assert "so với năm 2025" in national.title and "ước tính" not in national.title


def test_a_headline_without_room_for_a_name_has_its_code():
    dataset, view = shown(SUCCESSORS["hcmc"], (2025,), "vi")
    of_sub_dimension = replace(view, measure="2.4")
    assert change.headline(dataset, of_sub_dimension).startswith("Nội dung thành phần 2.4: TP.")
    assert map_texts.headline(dataset, of_sub_dimension).startswith("Nội dung thành phần 2.4: TP.")
    dataset, view = shown("14", (2025,), "vi")
    assert next_steps.headline(dataset, view).startswith(
        "Dưới trung vị, dư địa lớn nhất: nội dung thành phần 2.4 (+"
    )


def test_a_first_score_and_its_estimate_are_in_one_headline():
    dataset, view = shown("80", (2025,), "vi")
    assert change.headline(dataset, view) == (
        "Tây Ninh (sau sắp xếp) đạt 44,46 điểm, phù hợp với ước tính năm 2024 (44,35 điểm)"
    )
    of_dimension = change.headline(dataset, replace(view, measure="4"))
    assert "ước tính năm 2024 là" in of_dimension and "phù hợp" not in of_dimension
    dataset, view = shown("01", (2025,), "vi")
    assert change.headline(dataset, view).endswith("so với năm 2024: trong mức thường thấy")


@pytest.mark.parametrize("case", fast_first(CASES))
def test_no_figure_has_an_empty_span(case):
    dataset, view = shown(*case)
    for scale in ("position", "points"):
        texts = []
        for figure in charts_of(dataset, replace(view, scale=scale)):
            words = [figure.title, figure.subtitle, figure.alt]
            words += [f"{item.label} {item.detail}" for item in figure.legend]
            table = figure.table(dataset)
            assert len(table) and table.columns.is_unique
            words += [str(column) for column in table.columns]
            texts += [(figure.name, word) for word in words]
        assert faults(texts) == []


@pytest.mark.parametrize("case", fast_first(CASES))
def test_a_dash_stands_only_beside_a_leader(case):
    """A leader has no distance to itself; anything else that is not known is left out or said."""
    dataset, view = shown(*case)
    leads = {"đang đứng đầu vùng", "đang đứng đầu", "leads the region", "in the lead"}
    dashes = [
        (page, figure.label, figure.note)
        for page, figures in figures_of(dataset, view)
        for figure in figures
        if figure.figure == "–" and figure.note not in leads
    ]
    assert dashes == []


@pytest.mark.parametrize("case", fast_first(CASES))
def test_pages_are_as_full_as_those_of_long_an_2023(case):
    dataset, view = shown(*case)
    full, long_an = made_up_34.base_dataset(), View(lang=view.lang)
    plan = results.chosen_plan(dataset, view) is not None and view.year == 2025
    screens = [screen.name for screen in story.build_story(dataset, view)]
    expected = [screen.name for screen in story.build_story(full, long_an)]
    assert screens == [name for name in expected if plan or name != "plan"]
    assert len(brief.paragraphs(dataset, view)) == len(brief.paragraphs(full, long_an)) - (not plan)
    assert len(change.key_figures(dataset, view)) >= 4
    assert len(distance.key_figures(dataset, view)) == len(distance.key_figures(full, long_an))
    assert len(questions.questions(dataset, view)) >= 7
    assert choice.has_references(dataset, view) and chances.has_forecast(dataset, view)
    assert evidence.gain_examples(dataset, view) and next_steps.headline(dataset, view)
    assert len(uncertainty.backtest_sentences(dataset, view)) >= 1


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("code", SUCCESSORS.values(), ids=list(SUCCESSORS))
def test_the_first_score_is_told_against_the_estimate_and_never_as_progress(code, lang):
    dataset, view = shown(code, (2025,), lang)
    told = " ".join(
        [
            change.headline(dataset, view),
            *overview.spoken_sentences(dataset, view)[1:2],
            *brief.change_sentences(dataset, view),
        ]
    )
    assert not re.search(
        r"\btăng (?!nhiều nhất|chung)|cải thiện|improve|\brose (?!most)|\bgained \d", told
    )
    if dataset.is_merged(code):
        assert ("ước tính năm 2024" if lang == "vi" else "estimate for 2024") in told
    assert dataset.badge(2025, "total", code).name == ""


def test_a_published_score_of_an_unmerged_province_is_not_called_an_estimate():
    dataset, view = shown(SUCCESSORS["ha noi"], (2025,), "vi")
    assert not decomposition.is_from_estimate(dataset, view)
    assert "ước tính" not in " ".join(change_sentences(dataset, view))
    dataset, view = shown(SUCCESSORS["tay ninh"], (2025,), "vi")
    assert decomposition.is_from_estimate(dataset, view)
    assert "ước tính" in " ".join(change_sentences(dataset, view))


def change_sentences(dataset, view) -> list[str]:
    """The headline of the trends and what the change of the score may come from."""
    return [change.headline(dataset, view), uncertainty.no_badge_reason(dataset, view)]


def test_a_change_stands_beside_the_spread_of_the_63_joined(case_of_spread):
    code, years, cases, words = case_of_spread
    dataset, view = shown(code, years, "vi")
    found = spread.spread(dataset, view)
    assert len(found.cases) == cases and set(found.cases["year"]) == set(range(2019, 2025))
    assert found.is_within and found.is_first == (len(years) == 1)
    figure = draw("trends.spread", dataset, view)
    assert "63 tỉnh, thành phố được ghép" in figure.subtitle and words in figure.subtitle
    assert "trong khoảng" in figure.title and len(figure.legend) == 2
    assert len(figure.table(dataset)) == cases
    # Changes of single dimensions have not been tested against that spread.
    assert not spread.has_spread(dataset, replace(view, measure="1"))
    assert not spread.has_spread(made_up_34.base_dataset(), View())


@pytest.fixture(
    params=[
        ("80", (2025,), 130, "các đơn vị ghép"),
        ("80", (2025, 2026), 130, "các đơn vị ghép"),
        ("01", (2025,), 61, "các đơn vị không ghép"),
    ],
    ids=["merged, first year", "merged, second year", "unmerged"],
)
def case_of_spread(request):
    return request.param


def test_the_sub_dimensions_of_a_first_year_have_their_difference_from_the_estimate():
    dataset, view = shown(SUCCESSORS["tay ninh"], (2025,), "vi")
    table = tables.province_table(dataset, view, dataset.sub_dimensions(2025, "1"))
    estimate = dataset.dataset_of_63.estimated_34.position(2024, "1.1", "80")["score"]
    own = dataset.position(2025, "1.1", "80")["score"]
    assert table["So với ước tính năm trước"][0] == pytest.approx(own - estimate, abs=1e-5)
    dataset, view = shown(SUCCESSORS["ha noi"], (2025,), "vi")  # its scores were published
    table = tables.province_table(dataset, view, dataset.sub_dimensions(2025, "1"))
    assert table["Thay đổi điểm"].notna().all()


def test_a_province_that_was_not_merged_is_no_former_province_of_itself():
    dataset, view = shown("46", (2025,), "vi")  # Huế
    examples = evidence.gain_examples(dataset, view)
    assert examples[0].province == "46"
    title = evidence.gain_examples_title(dataset, view, examples)
    name = dataset.name_in_sentence("46", "vi")
    assert title.startswith(f"Chính {name} từng tăng") and "trước sắp xếp" not in title
    assert not draw("trends.path", dataset, view).alt.startswith("Từ các tỉnh trước sắp xếp")


def test_shares_are_rounded_once():
    """15 of 33 are 45.45 %: 45 in every place, never 46 by way of 45.5."""
    dataset, view = shown(SUCCESSORS["ha noi"], (2025, 2026), "vi")
    assert dataset.total_position(2026, "01")["percentile"] == pytest.approx(15 / 33)
    figure = draw("trends.path", dataset, view)
    assert "2026 45%" in figure.alt and "vị trí 45%" in figure.title


def test_a_region_without_a_province_in_the_upper_groups_is_said_in_words():
    for lang, words in (("vi", "không địa phương nào thuộc hai nhóm trên"), ("en", "none is in")):
        dataset, view = shown(SUCCESSORS["dong thap"], (2025,), lang)
        assert any(words in q.answer for q in questions.questions(dataset, view))


def test_chances_of_a_first_year_rest_on_changes_up_to_the_last_year_of_the_63():
    dataset, view = shown(SUCCESSORS["tay ninh"], (2025,), "vi")
    assert any("đã biết đến năm 2024" in s for s in evidence.forecast_evidence(dataset, view))


def test_the_page_after_the_merger_names_the_published_years_and_offers_only_its_own():
    dataset = made_up_34.build_dataset((2025,))
    view = View(year=2024)
    source = phrases.source_line(dataset, view, "successor.source")
    assert "các năm 2011–2025" in source
    assert "từ năm 2025, điểm công bố" in summary.method_sentences(dataset, view)[0]
    assert page_years(dataset, "63")[-1] == 2024 and page_years(dataset, "")[-1] == 2025


def test_parts_of_a_difference_from_the_estimate_are_not_called_parts_of_a_change():
    dataset, view = shown(SUCCESSORS["tay ninh"], (2025,), "vi")
    alt = draw("trends.waterfall", dataset, view).alt
    assert alt.startswith("Chênh lệch so với ước tính năm 2024")

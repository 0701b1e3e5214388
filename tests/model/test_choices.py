"""Which provinces, lists and years a text, an address or a page means, case by case."""

import itertools

import numpy as np
import pytest

from lib.common.pages import PAGES
from lib.model import successors, unit_lists
from lib.model.chosen_peers import (
    named_beside,
    peer_codes,
    peer_set_name,
    provinces_beside,
    single_peer,
)
from lib.model.province_finder import find_province, is_namesake, names_a_successor
from lib.model.view import View
from lib.stats.decomposition import is_comparable
from lib.stats.ranking import TOTAL
from tests.model.test_successors import with_years_of_34


@pytest.fixture(scope="module")
def one_year(dataset):
    """With a made-up first year of the 34."""
    return with_years_of_34(dataset, 2025)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("80", "80"), ("1", "01"), ("001", "01"), ("080", "80"), ("03", None), ("0", None),
        ("801", None), ("0080", None), ("", None),
        ("Tây Ninh", "72"), ("tay-ninh", "72"), ("TÂY NINH", "72"), ("tỉnh Tây Ninh", "72"),
        ("tay ninh province", "72"), ("Tây Ninh cũ", "72"), ("tay-ninh-old", "72"),
        ("Tây Ninh mới", "80"), ("tay ninh new", "80"),
        ("Long An", "80"), ("Long An mới", None), ("long-an-old", None),
        ("TP. HCM", "79"), ("Hồ Chí Minh city", "79"), ("thành phố Hồ Chí Minh", "79"),
        ("tp ha noi", "01"), ("Hà Nội mới", None), ("Atlantis", None), ("tinh", None),
    ],
)  # fmt: skip
def test_which_province_a_text_names(dataset, text, code):
    assert find_province(dataset, text) == code


def test_names_of_both_lists_are_told_from_those_of_one(dataset):
    both = {"Tây Ninh": True, "Long An": False, "Hà Nội": False, "Atlantis": False, "72": False}
    assert {name: is_namesake(dataset, name) for name in both} == both
    new = {"Tây Ninh mới": True, "Tây Ninh": False, "Long An mới": False, "Tây Ninh cũ": False}
    assert {name: names_a_successor(dataset, name) for name in new} == new


def test_every_merged_province_that_kept_a_name_is_found_by_it_with_a_mark(dataset):
    for successor, members in dataset.members.items():
        name = dataset.successor_name(successor, "vi")
        named_so = [m for m in members if dataset.province_name(m, "vi") == name]
        expected = successor if len(members) > 1 and named_so else None
        assert find_province(dataset, f"{name} mới") == expected
        assert find_province(dataset, f"{name} cũ") == (named_so[0] if expected else None)


# --- peers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "beside"),
    [
        ("", []),
        ("82", ["82"]),
        ("82,83", ["82", "83"]),
        ("82,83,84", ["82", "83", "84"]),
        ("82,83,84,86", ["82", "83", "84"]),
        ("82,82,83", ["82", "83"]),
        ("80,82", ["82"]),  # the province itself
        ("80", []),
    ],
)
def test_at_most_three_provinces_stand_beside_each_once(dataset, peer, beside):
    view = View(province="80", year=2023, peer=peer)
    assert named_beside(dataset, view) == beside
    if beside:
        assert provinces_beside(dataset, view) == beside
        assert single_peer(dataset, view) == beside[0]


def test_where_none_is_named_the_best_ranked_peer_stands_beside(dataset):
    ranked = dataset.ranking(2023, TOTAL)["province"].tolist()
    view = View(province="80", year=2023, peers="72,82")
    assert peer_set_name(dataset, view) == "own" and peer_codes(dataset, view) == ["72", "82"]
    best = min(("72", "82"), key=ranked.index)
    assert provinces_beside(dataset, view) == [best]
    # A peer without a total is none; without any, it is the best of all others.
    assert provinces_beside(dataset, View(province="80", year=2023, peers="22")) == ranked[:1]
    first = View(province=ranked[0], year=2023, peers="22")
    assert provinces_beside(dataset, first) == [ranked[1]]


def test_codes_of_the_63_mean_among_the_34_what_they_became(dataset):
    shown = dataset.estimated_34
    view = View(province="80", year=2024, peers="72,79,74", peer="72,74,79,01")
    assert peer_codes(shown, view) == ["79"]  # 72 became 80 itself, 74 became 79
    assert named_beside(shown, view) == ["79", "01"]


def test_a_set_that_is_not_there_is_the_region(dataset):
    for peers in ("region", "south", "neighbours", "rank", "alike"):
        assert peer_set_name(dataset, View(province="80", year=2023, peers=peers)) == peers
    for peers, name in (("rank", "region"), ("alike", "region"), ("neighbours", "neighbours")):
        assert peer_set_name(dataset, View(province="22", year=2023, peers=peers)) == name
    assert peer_set_name(dataset.estimated_34, View(peers="south", year=2024)) == "region"


# --- lists and years --------------------------------------------------------------------------


def test_the_data_set_of_a_year(dataset, one_year):
    assert unit_lists.dataset_of_year(dataset, 2024) is dataset
    assert unit_lists.dataset_of_year(dataset, 2025) is dataset  # as long as the 34 have none
    assert unit_lists.dataset_of_year(one_year, 2024) is one_year
    assert unit_lists.dataset_of_year(one_year, 2025) is one_year.published_34


def test_a_year_of_the_same_provinces_is_published_or_estimated(dataset, one_year):
    published, estimated = one_year.published_34, one_year.estimated_34
    for shown, year, found in (
        (one_year, 2024, one_year),
        (one_year, 2025, None),
        (one_year, 2010, None),
        (published, 2025, published),
        (published, 2024, estimated),
        (estimated, 2024, estimated),
        (estimated, 2025, published),
        (published, 2010, None),
        (dataset.estimated_34, 2025, None),
    ):
        assert unit_lists.dataset_with_year(shown, year) is found


def test_a_page_shows_years_of_its_lists(dataset, one_year):
    assert unit_lists.page_years(one_year, "63")[-2:] == [2023, 2024]
    for units in ("", "both"):
        assert unit_lists.page_years(one_year, units)[-2:] == [2024, 2025]
        assert unit_lists.page_years(dataset, units)[-1] == 2024


@pytest.mark.parametrize(
    ("units", "page_units", "year", "shown", "shown_year"),
    [
        ("63", "", 2024, "63", 2024),
        ("34", "", 2024, "63", 2024),
        ("34", "both", 2024, "34", 2024),
        ("63", "both", 2024, "63", 2024),
        ("63", "", 2025, "34", 2025),
        ("63", "both", 2025, "34", 2025),
        ("63", "63", 2025, "63", 2024),
        ("34", "63", 2024, "63", 2024),
    ],
)
def test_what_a_page_shows_of_a_view(one_year, units, page_units, year, shown, shown_year):
    asked = View(province="72", year=year, units=units)
    found, view = unit_lists.resolve_units(one_year, asked, page_units)
    assert (found.units, view.year, view.shown_units) == (shown, shown_year, shown)
    assert view.province == ("80" if shown == "34" else "72")
    is_other = shown == "34" or shown_year != year
    assert view.requested == (("72", year) if is_other else None)
    assert found.estimated == (shown == "34" and year == 2024)
    assert unit_lists.dataset_of_view(one_year, view) is found


def test_changes_since_another_year_are_shown_on_pages_that_count_them(dataset):
    asked = View(province="80", year=2023, since=2021, measure="6.2")
    for page in PAGES:
        found, view = unit_lists.resolve_page(dataset, asked, page)
        assert view.shown_since == (2021 if page.counts else 0)
        assert (found is dataset) == (not page.counts)
        assert unit_lists.dataset_of_view(dataset, view) is found
    assert {bool(page.counts) for page in PAGES} == {True, False}


@pytest.mark.parametrize("measure", [TOTAL, "5", "6.2", "8.3"])
def test_the_earlier_years_that_compare_newest_first(dataset, measure):
    table, parts = dataset.positions_of_measure(measure), dataset.measured_sub_dimensions
    years = dataset.years_comparable_with(measure, 2023)
    assert years == [
        year
        for year in range(2022, 2010, -1)
        if is_comparable(table, parts, dataset.tables.breaks, measure, year, 2023)
    ]
    assert years and years[0] == 2022 and 2023 not in years


# --- what the 34 inherit ----------------------------------------------------------------------


def test_the_last_year_of_the_63_and_the_first_of_the_34(dataset, one_year):
    for shown in (one_year, one_year.published_34, one_year.estimated_34):
        assert successors.last_year_of_63(shown) == 2024
        assert successors.first_year_of_34(shown) == 2025
        assert successors.of_63(shown) is one_year
    assert successors.first_year_of_34(dataset) is None


def test_the_simple_mean_is_shown_where_it_differs_by_three_tenths_or_a_group(dataset):
    kinds = set()
    for successor, year in itertools.product(dataset.members, (2023, 2024)):
        weighted = dataset.estimated_34.position(year, TOTAL, successor)
        found = successors.simple_mean_beside(dataset, successor, year)
        members = [dataset.position(year, TOTAL, m) for m in dataset.members[successor]]
        if weighted is None or any(m is None for m in members):
            continue
        mean = np.mean([m["score"] for m in members])
        differs = abs(mean - weighted["score"]) >= 0.3
        if found is None:
            assert not differs
        else:
            assert found.score == pytest.approx(mean, abs=1e-6)
            assert differs or found.group != weighted["group"]
        kinds.add((differs, found is not None))
    assert {(True, True), (False, False)} <= kinds


def test_gains_to_learn_from_are_the_members_first_and_ten_at_most(dataset):
    shown, n_own = dataset.estimated_34, set()
    for successor, members in dataset.members.items():
        found = successors.cases_to_learn_from(shown, successor, 2024)
        is_member = found["is_member"].tolist()
        assert is_member == sorted(is_member, reverse=True) and len(found) <= 10
        assert [code in members for code in found["province"]] == is_member
        assert successors.cases_to_learn_from(shown, successor, 2024, 3).equals(found.head(3))
        n_own.add(sum(is_member))
    assert min(n_own) == 0 and max(n_own) > 1

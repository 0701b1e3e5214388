"""Views and URLs: what is read and written, what is refused, and who the peers are."""

import ast

import pytest

from lib.charts.registry import draw
from lib.common.paths import ROOT
from lib.model import chosen_peers, opening_view, unit_lists, url_parameters
from lib.model.opening_view import OpeningView
from lib.model.province_finder import other_names
from lib.model.view import View
from lib.narrative import phrases


def test_a_url_without_parameters_is_long_an_2023(dataset):
    view, notices = url_parameters.read_view({}, dataset)
    assert view == View() and notices == []
    assert (view.province, view.year, view.measure, view.lang) == ("80", 2023, "total", "vi")


def test_a_written_view_is_read_back(dataset):
    view = View(
        province="72", year=2024, measure="6.2", peers="80,82", peer="79",
        paint="change", render="interactive", scale="points", units="34", lang="en",
    )  # fmt: skip
    assert url_parameters.read_view(view.query(), dataset) == (view, [])


def test_a_scenario_belongs_to_one_province_and_year(dataset):
    view = View(gains="6.2:0.45", target="group:1")
    assert view.query()["gains"] == view.query(lang="en", measure="6")["gains"] == "6.2:0.45"
    changed = view.query(province="72")
    assert (changed["province"], changed["target"]) == ("72", "group:1")
    assert "gains" not in changed
    assert "gains" not in view.query(year=2024)
    assert view.query(year=2024, gains="6.2:0.10")["gains"] == "6.2:0.10"


def test_a_link_names_what_the_host_may_set_and_leaves_out_other_defaults():
    always = {"province": "80", "year": "2023", "units": "63", "lang": "vi"}
    assert View().query() == always
    assert View().query(year=2024, measure="6") == always | {"year": "2024", "measure": "6"}
    assert View().query(measure="total", peers="region") == always


def test_a_link_made_today_shows_the_same_on_a_host_that_opens_something_else(dataset):
    hue_newest = OpeningView("46", 2024, "en")
    for view in (View(), View(peers="79,72", units="34"), View(year=2012, scale="points")):
        assert url_parameters.read_view(view.query(), dataset, opening=hue_newest) == (view, [])
    opened, notices = url_parameters.read_view({}, dataset, opening=hue_newest)
    assert (opened.province, opened.year, opened.lang, notices) == ("46", 2024, "en", [])


@pytest.mark.parametrize(
    ("settings", "opened"),
    [
        ({}, OpeningView("80", 2023, "vi")),
        ({"PAPI_PROVINCE": "01", "PAPI_YEAR": "2021"}, OpeningView("01", 2021, "vi")),
        ({"PAPI_PROVINCE": "Bắc Giang", "PAPI_LANG": "EN"}, OpeningView("24", 2023, "en")),
        ({"PAPI_YEAR": "newest"}, OpeningView("80", 2024, "vi")),
    ],
)
def test_a_host_opens_its_own_province_by_its_settings(dataset, settings, opened):
    assert opening_view.opening_view(dataset, settings) == opened
    assert list(opening_view.setting_errors(dataset, settings)) == []


def test_a_setting_that_names_nothing_is_told_and_not_used(dataset):
    settings = {"PAPI_PROVINCE": "Atlantis", "PAPI_YEAR": "2031", "PAPI_LANG": "de"}
    assert opening_view.opening_view(dataset, settings) == OpeningView("80", 2024, "vi")
    province, year, lang = opening_view.setting_errors(dataset, settings)
    assert province == 'PAPI_PROVINCE="Atlantis" is no code or name of a province; 80 is used.'
    assert "2011-2024" in year and "2024 is used" in year and "vi, en" in lang


def test_a_bad_value_shows_what_the_host_opens_and_names_it(dataset):
    view, notices = url_parameters.read_view(
        {"province": "99", "year": "x"}, dataset, opening=OpeningView("46", 2022, "en")
    )
    assert (view.province, view.year) == ("46", 2022)
    assert [dict(n.values)["shown"] for n in notices] == ["Thua Thien Hue", "2022"]


@pytest.mark.parametrize(
    ("params", "read"),
    [
        ({"Province": "72"}, {"province": "72"}),
        ({" YEAR ": " 2024. "}, {"year": 2024}),
        ({"amp;year": "2024"}, {"year": 2024}),
        ({"amp;amp;year": "2024"}, {"year": 2024}),
        ({"year": "２０２４"}, {"year": 2024}),
        ({"peers": "72%2C82"}, {"peers": "72,82"}),
        ({"peers": "72%252C82"}, {"peers": "72,82"}),
        ({"province": "72&amp;year=2024"}, {"province": "72", "year": 2024}),
        ({"province=72&year=2024": ""}, {"province": "72", "year": 2024}),
        ({"province%3D72%26year": "2024"}, {"province": "72", "year": 2024}),
        ({"province": "1"}, {"province": "01"}),
        ({"province": "tay-ninh"}, {"province": "72"}),
        ({"province": "Tây Ninh"}, {"province": "72"}),
        ({"province": "T\u00e2y Ninh"}, {"province": "72"}),
        ({"province": "“tỉnh tây ninh”"}, {"province": "72"}),
        ({"province": "hue"}, {"province": "46"}),
        ({"province": "TP. Hồ Chí Minh"}, {"province": "79"}),
        ({"peers": "tây ninh; 82"}, {"peers": "72,82"}),
        ({"peers": "72 82"}, {"peers": "72,82"}),
        ({"peers": "South"}, {"peers": "south"}),
        ({"peer": "can tho"}, {"peer": "92"}),
        ({"peer": "cần thơ; 72 ha-noi"}, {"peer": "92,72,01"}),
        ({"measure": "6,2"}, {"measure": "6.2"}),
        ({"measure": "TOTAL"}, {"measure": "total"}),
        ({"lang": "en-US"}, {"lang": "en"}),
        ({"target": "Score 42,5"}, {"target": "score:42.5"}),
        ({"gains": "6.2:0,45; 1.3:0,22"}, {"gains": "6.2:0.45,1.3:0.22"}),
    ],
)
def test_an_address_is_read_as_it_was_meant_and_one_line_says_how(dataset, params, read):
    view, notices = url_parameters.read_view(params, dataset)
    assert {name: getattr(view, name) for name in read} == read
    assert [n.code for n in notices if n.code != "namesake"] == ["repaired"]


def test_the_line_names_what_was_written_and_what_was_read(dataset):
    _, notices = url_parameters.read_view({"Province": "tay-ninh", "year": "2024,"}, dataset)
    assert notices[0].values == (
        ("list", "“Province=tay-ninh” → Tây Ninh; “year=2024,” → year=2024"),
    )


def test_a_plain_parameter_goes_before_one_that_had_to_be_repaired(dataset):
    for params in ({"Year": "2012", "year": "2024"}, {"year": "2024", "Year": "2012"}):
        view, notices = url_parameters.read_view(params, dataset)
        assert (view.year, notices) == (2024, [])


def test_parameters_that_sites_add_to_a_link_say_nothing(dataset):
    params = {"fbclid": "IwAR0", "utm_source": "zalo", "province": "72"}
    assert url_parameters.read_view(params, dataset)[1] == []


def test_half_of_what_is_meant_is_kept_and_the_rest_named(dataset):
    view, notices = url_parameters.read_view({"peers": "tay ninh, atlantis"}, dataset)
    assert view.peers == "72"
    assert [(n.code, dict(n.values).get("value")) for n in notices] == [
        ("peers", "atlantis"),
        ("repaired", None),
    ]


@pytest.mark.parametrize(
    ("params", "figures", "refused"),
    [
        ({"data": "peers.ladder"}, {"data": "peers.ladder"}, []),
        ({"Show": "Peers.Duel "}, {"show": "peers.duel"}, []),
        ({"data": "peers.nosuch", "show": "x"}, {}, ["peers.nosuch", "x"]),
        ({"data": ""}, {}, []),
    ],
)
def test_a_figure_that_there_is_not_is_named(params, figures, refused):
    found, notices = url_parameters.read_figure_request(
        params, frozenset({"peers.ladder", "peers.duel"})
    )
    assert found == figures
    assert [n.values[0][1] for n in notices] == refused


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"province": "99"}, "province"),
        ({"province": "<script>"}, "province"),
        ({"year": "-1"}, "year"),
        ({"year": "9" * 5000}, "year"),
        ({"measure": "9.9"}, "measure"),
        ({"measure": "7", "year": "2015"}, "measure_year"),
        ({"measure": "5.2", "year": "2023"}, "measure_year"),
        ({"peers": "xx"}, "peers"),
        ({"peer": "xx"}, "peer"),
        ({"since": "2030"}, "since"),
        ({"lang": "de"}, "choice"),
        ({"target": "group:4"}, "target"),
        ({"gains": "6:0.45"}, "gains"),
        ({"gains": "6.2:1e9"}, "gains"),
        ({"paint": "\x00"}, "choice"),
        ({"units": "33"}, "choice"),
    ],
)
def test_a_bad_value_falls_back_with_one_notice(dataset, params, code):
    view, notices = url_parameters.read_view(params, dataset)
    assert [n.code for n in notices] == [code]
    bad = next(name for name in params if name != "year" or len(params) == 1)
    assert getattr(view, bad) == getattr(View(), bad)
    assert all(len(value) <= 24 or name == "name" for name, value in notices[0].values)


def test_a_year_after_the_last_one_falls_back_to_the_last(dataset):
    view, notices = url_parameters.read_view({"year": "2031"}, dataset)
    assert view.year == 2024 and [n.code for n in notices] == ["year_late"]


def test_known_peers_are_kept_when_others_are_refused(dataset):
    view, notices = url_parameters.read_view({"peers": "72,xx,82,72"}, dataset)
    assert view.peers == "72,82"
    assert notices[0].values[0] == ("value", "xx")


def test_peers_never_hold_the_province_itself(dataset):
    for peers in ("region", "south", "neighbours", "rank", "alike", "80,72"):
        assert "80" not in chosen_peers.peer_codes(dataset, View(peers=peers))
    assert chosen_peers.peer_codes(dataset, View(peers="80,72")) == ["72"]


@pytest.mark.parametrize("year", [2018, 2023])  # Quảng Ninh: some dimensions, then nothing
def test_a_province_without_a_total_is_compared_with_its_region_instead(dataset, year):
    for requested in ("rank", "alike"):
        view = View(province="22", year=year, peers=requested)
        assert chosen_peers.peer_set_name(dataset, view) == "region"
        assert chosen_peers.peer_codes(dataset, view) == [
            "01", "26", "27", "30", "31", "33", "34", "35", "36", "37",
        ]  # fmt: skip
        assert chosen_peers.peer_set_name(dataset, View(peers=requested)) == requested
    borders = View(province="22", year=year, peers="neighbours")  # needs no score
    assert chosen_peers.peer_codes(dataset, borders) == ["20", "24", "30", "31"]


def test_the_single_peer_is_the_best_one_unless_chosen(dataset):
    assert chosen_peers.single_peer(dataset, View()) == "94"  # Sóc Trăng, 4th
    assert chosen_peers.single_peer(dataset, View(peer="72")) == "72"
    assert chosen_peers.single_peer(dataset, View(peer="80")) == "94"
    assert (
        chosen_peers.single_peer(dataset, View(peers="74")) == "46"
    )  # not published: the best of all


def test_up_to_three_provinces_stand_beside_the_chosen_one(dataset):
    view, notices = url_parameters.read_view({"peer": "94,80,72,94"}, dataset)
    assert chosen_peers.provinces_beside(dataset, view) == ["94", "72"] and not notices
    assert view.query()["peer"] == "94,80,72"
    view, notices = url_parameters.read_view({"peer": "94,72,xx,46,01", "lang": "en"}, dataset)
    assert chosen_peers.provinces_beside(dataset, view) == ["94", "72", "46"]
    assert [(n.code, n.values[0][1]) for n in notices] == [("peer", "xx"), ("peer_many", "Ha Noi")]
    # Two that are one of the 34 stand there once.
    merged = View(province="80", peer="79,74,77,01", shown_units="34")
    assert chosen_peers.provinces_beside(dataset.estimated_34, merged) == ["79", "01"]


def test_a_view_that_is_made_of_another_keeps_its_preview():
    """Otherwise a page of a preview would show some published figures."""
    for path in [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "View":
                given = {word.arg for word in node.keywords}
                assert not given & {"province", "year"} or "preview" in given, path


def test_the_34_are_shown_only_where_url_and_page_want_them(dataset):
    view = View(units="34", province="72", peers="80,74,82", peer="77")
    assert unit_lists.resolve_units(dataset, view) == (dataset, view)
    shown_dataset, shown = unit_lists.resolve_units(dataset, view, "both")
    assert shown_dataset is dataset.estimated_34 is unit_lists.dataset_of_view(dataset, shown)
    assert shown.province == "80"  # the code of the new Tây Ninh
    assert chosen_peers.peer_codes(shown_dataset, shown) == ["79", "82"]
    assert chosen_peers.single_peer(shown_dataset, shown) == "79"
    # The URL keeps what was chosen among the 63.
    assert shown.query() == view.query()
    assert shown.query(units="63")["province"] == "72"
    assert shown.query(province="15")["province"] == "15"


def test_a_set_that_the_34_do_not_have_falls_back_to_the_region(dataset):
    shown_dataset, shown = unit_lists.resolve_units(
        dataset, View(units="34", peers="south"), "both"
    )
    assert "south" not in chosen_peers.available_peer_sets(
        shown_dataset
    ) and "south" in chosen_peers.available_peer_sets(dataset)
    assert chosen_peers.peer_set_name(shown_dataset, shown) == "region"
    assert chosen_peers.peer_codes(shown_dataset, shown) == ["75", "79"]


def test_a_scenario_survives_the_switch_but_not_another_province(dataset):
    _, shown = unit_lists.resolve_units(dataset, View(units="34", gains="6.2:0.45"), "both")
    assert shown.query(units="63")["gains"] == "6.2:0.45"
    assert "gains" not in shown.query(province="72")


@pytest.mark.slow
def test_a_set_with_absent_members_says_how_many_have_data(dataset):
    # Bình Dương has no total in 2023.
    south = View(peers="south")
    assert phrases.peers_label(dataset, south).endswith("phía Nam (6 địa phương có số liệu)")
    assert draw("peers.ladder", dataset, south).title.endswith(
        "2/6 địa phương trong nhóm so sánh xếp trên"
    )
    assert "có số liệu" not in phrases.peers_label(dataset, View())
    first, last = View(province="46"), View(province="91", year=2024)
    assert draw("peers.ladder", dataset, first).title.endswith(
        "không địa phương nào trong nhóm so sánh xếp trên"
    )
    assert "cả 11 địa phương" in draw("peers.ladder", dataset, last).title


@pytest.mark.parametrize(
    ("params", "screen", "loop", "refused"),
    [
        ({}, 0, 0, []),
        ({"screen": "3"}, 3, 0, []),
        ({"screen": "map", "loop": "20"}, 2, 20, []),
        ({"screen": "about"}, 1, 0, []),
        ({"screen": "4"}, 0, 0, ["screen"]),
        ({"screen": "-1", "loop": "1"}, 0, 0, ["screen", "loop"]),
    ],
)
def test_the_url_names_a_screen(params, screen, loop, refused):
    request, notices = url_parameters.read_screen_request(params, ["overview", "map", "peers"])
    assert (request.screen, request.loop) == (screen, loop)
    assert [n.code for n in notices] == refused


def test_a_province_is_also_found_by_its_other_names(dataset):
    names = other_names(dataset, "vi")
    assert set(names) == set(dataset.provinces.index)
    assert {"Ho Chi Minh City", "Sài Gòn", "TPHCM"} <= set(names["79"])
    assert "TTH" in names["46"] and "Huế" not in names["46"]  # the short name has it
    assert names["80"] == []  # "Long An" in both languages


def test_one_of_the_34_is_also_found_by_the_provinces_that_joined_it(dataset):
    names = other_names(dataset.estimated_34, "vi")
    assert names["80"] == ["Long An"]  # the new Tây Ninh
    assert {"Bình Dương", "Bà Rịa - Vũng Tàu", "BRVT"} <= set(names["79"])
    assert names["01"] == ["Thủ đô Hà Nội"]


def read_codes(dataset, **params):
    """The view's province and list of provinces, and the codes of its notices."""
    view, notices = url_parameters.read_view(params, dataset)
    return view.province, view.units, {notice.code for notice in notices} - {"repaired"}


def test_a_name_of_two_units_is_asked_about_only_where_nothing_says_which(dataset):
    assert read_codes(dataset, province="tay-ninh") == ("72", "63", {"namesake"})
    assert read_codes(dataset, province="tay-ninh", year="2024") == ("72", "63", set())
    assert read_codes(dataset, province="tay-ninh", units="34") == ("72", "34", set())
    assert read_codes(dataset, province="72") == ("72", "63", set())
    # Long An, Hà Nội and Huế each mean one unit only.
    for name in ("long-an", "ha-noi", "hue"):
        assert read_codes(dataset, province=name)[2] == set()


def test_a_name_may_say_itself_which_of_the_two_units_is_meant(dataset):
    for name in ("tay-ninh-moi", "Tây Ninh (mới)", "tay ninh new"):
        province, units, notices = read_codes(dataset, province=name)
        assert (dataset.successor(province), units, notices) == ("80", "34", set())
    assert read_codes(dataset, province="tay-ninh-cu") == ("72", "63", set())
    assert read_codes(dataset, province="tay-ninh-moi", units="63")[1] == "63"
    assert read_codes(dataset, province="long-an-moi")[2] == {"province"}

"""Each parameter of a URL by itself: the values that are read, and those that are refused."""

import pytest

from lib.model.opening_view import OpeningView
from lib.model.url_parameters import (
    read_figure_request,
    read_language,
    read_screen_request,
    read_view,
)
from lib.model.view import View

NAMED = "repaired"


def read(dataset, **params):
    """The view and the codes of the notices."""
    view, notices = read_view(params, dataset)
    return view, [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("name", "value", "read_as", "notices"),
    [
        ("lang", "en", "en", []),
        ("lang", "EN", "en", [NAMED]),
        ("lang", "vi-VN", "vi", [NAMED]),
        ("lang", "en_GB", "en", [NAMED]),
        ("lang", "english", "vi", ["choice"]),
        ("paint", "change", "change", []),
        ("paint", "Change", "change", [NAMED]),
        ("paint", "change-x", "groups", ["choice"]),
        ("scale", "points", "points", []),
        ("units", "34", "34", []),
        ("units", "35", "63", ["choice"]),
        ("year", "2011", 2011, []),
        ("year", "2024", 2024, []),
        ("year", "2010", 2023, ["year"]),
        ("year", "2025", 2024, ["year_late"]),
        ("year", "20240", 2023, ["year"]),
        ("year", "0", 2023, ["year"]),
        ("since", "2011", 2011, []),
        ("since", "0", 0, []),
        ("since", "2010", 0, ["since"]),
        ("since", "2025", 0, ["since"]),
        ("since", "x", 0, ["since"]),
        ("measure", "6", "6", []),
        ("measure", "6.2", "6.2", []),
        ("measure", "6,2", "6.2", [NAMED]),
        ("measure", "5.2", "total", ["measure_year"]),
        ("measure", "9", "total", ["measure"]),
        ("peers", "", "region", []),
        ("peers", "south", "south", []),
        ("peers", "SOUTH", "south", [NAMED]),
        ("peers", "72,82", "72,82", []),
        ("peers", "72|82", "72,82", [NAMED]),
        ("peers", "72,72", "72", []),
        ("peers", ",", "region", []),
        ("peers", "x,,y", "region", ["peers"]),
        ("peers", "72,x1,82,x2", "72,82", ["peers"]),
        ("peer", "72", "72", []),
        ("peer", "72,82,92", "72,82,92", []),
        ("peer", "72,82,92,94", "72,82,92", ["peer_many"]),
        ("target", "group:1", "group:1", []),
        ("target", "group:3", "group:3", []),
        ("target", "group:0", "", ["target"]),
        ("target", "group:4", "", ["target"]),
        ("target", "rank:1", "rank:1", []),
        ("target", "rank:99", "rank:99", []),
        ("target", "rank:0", "", ["target"]),
        ("target", "rank:100", "", ["target"]),
        ("target", "score:42.5", "score:42.5", []),
        ("target", "score:9", "score:9", []),
        ("target", "score:100", "", ["target"]),
        ("target", "Rank 40", "rank:40", [NAMED]),
        ("target", "score=42,5", "score:42.5", [NAMED]),
        ("target", "place:4", "", ["target"]),
        ("gains", "6.2:0.45", "6.2:0.45", []),
        ("gains", "6.2:0.45,1.3:0.2", "6.2:0.45,1.3:0.2", []),
        ("gains", "6.2:0.4567", "", ["gains"]),
        ("gains", "6.2:10.0", "", ["gains"]),
        ("gains", "6:0.45", "", ["gains"]),
        ("gains", "5.2:0.45", "", ["gains"]),
        ("gains", "6.2:0.45,9.9:0.1", "6.2:0.45", ["gains"]),
        ("gains", "6.2", "", ["gains"]),
        ("sort", "name", "name", []),
        ("sort", "-6.2", "-6.2", []),
        ("sort", "5.2", "5.2", []),  # of another year; the table replaces it
        ("sort", "-Name", "-name", [NAMED]),
        ("sort", "--name", "", ["choice"]),
        ("sort", "9.9", "", ["choice"]),
        ("only", "peers", "peers", []),
        ("only", "group:4", "group:4", []),
        ("only", "group:5", "", ["choice"]),
        ("only", "group:0", "", ["choice"]),
        ("only", "mrd", "MRD", [NAMED]),
        ("only", "MRD", "MRD", []),
        ("only", "Peers", "peers", [NAMED]),
        ("only", "xx", "", ["choice"]),
        ("find", "nước sạch", "nước sạch", []),
        ("find", "x" * 61, "x" * 60, []),
        ("find", "x" * 60, "x" * 60, []),
    ],
)
def test_a_parameter_by_itself(dataset, name, value, read_as, notices):
    view, codes = read(dataset, **{name: value})
    assert getattr(view, name) == read_as and codes == notices
    others = {f: getattr(view, f) for f in ("province", "year", "measure", "peers", "lang")} | {
        name: None
    }
    assert others == {f: getattr(View(), f, None) for f in others} | {name: None}


def notices_of(dataset, **params):
    return [(n.code, dict(n.values)) for n in read_view(params, dataset)[1]]


def test_what_a_notice_names(dataset):
    years = {"first": "2011", "last": "2024"}
    assert notices_of(dataset, year="x") == [("year", {"value": "x", **years, "shown": "2023"})]
    assert notices_of(dataset, year="2031") == [("year_late", {"value": "2031", **years})]
    assert notices_of(dataset, since="2031") == [("since", {"value": "2031", **years})]
    assert notices_of(dataset, measure="5.2") == [
        ("measure_year", {"value": "5.2", "year": "2023"})
    ]
    assert notices_of(dataset, measure="9.9") == [("measure", {"value": "9.9"})]
    assert notices_of(dataset, lang="de") == [("choice", {"value": "de", "name": "lang"})]
    assert notices_of(dataset, sort="x") == [("choice", {"value": "x", "name": "sort"})]
    assert notices_of(dataset, only="x") == [("choice", {"value": "x", "name": "only"})]
    assert notices_of(dataset, peers="72,xx,yy") == [("peers", {"value": "xx,yy"})]
    assert notices_of(dataset, gains="6.2:0.1,9.9:1.0") == [("gains", {"value": "9.9:1.0"})]
    assert notices_of(dataset, peer="72,82,92,94,01") == [
        ("peer_many", {"value": "Sóc Trăng, Hà Nội"})
    ]
    assert notices_of(dataset, province="x9") == [("province", {"value": "x9", "shown": "Long An"})]


def test_a_notice_quotes_24_characters_and_of_more_23(dataset):
    quoted = [notices_of(dataset, year="x" * n)[0][1]["value"] for n in (23, 24, 25)]
    assert quoted == ["x" * 23, "x" * 24, "x" * 23 + "…"]
    assert notices_of(dataset, year="a\x00b")[0][1]["value"] == "a b"


def test_what_was_read_otherwise_than_written_is_listed_as_it_was_read(dataset):
    assert notices_of(dataset, lang="EN", measure="6,2") == [
        ("repaired", {"list": "“lang=EN” → lang=en; “measure=6,2” → measure=6.2"})
    ]
    assert notices_of(dataset, peers="tây ninh;82") == [
        ("repaired", {"list": "“peers=tây ninh;82” → Tây Ninh, Tiền Giang"})
    ]
    assert notices_of(dataset, peers="South") == [
        ("repaired", {"list": "“peers=South” → peers=south"})
    ]
    # Only what is refused is said of a value that is kept in part.
    assert notices_of(dataset, peers="72,xx") == [("peers", {"value": "xx"})]


def test_a_name_of_both_lists_is_asked_about_unless_year_or_list_are_named(dataset):
    assert [code for code, _ in notices_of(dataset, province="Tây Ninh")][0] == "namesake"
    for more in ({"year": "2023"}, {"units": "63"}):
        codes = [code for code, _ in notices_of(dataset, province="Tây Ninh", **more)]
        assert "namesake" not in codes
    assert "namesake" not in [c for c, _ in notices_of(dataset, province="72")]
    assert "namesake" not in [c for c, _ in notices_of(dataset, province="Long An")]


@pytest.mark.parametrize(
    ("params", "default", "lang"),
    [
        ({}, "vi", "vi"),
        ({}, "en", "en"),
        ({"lang": "en"}, "vi", "en"),
        ({"lang": "VI-vn"}, "en", "vi"),
        ({"Lang": "en"}, "vi", "en"),
        ({"lang": "de"}, "en", "en"),
        ({"lang": ""}, "en", "en"),
    ],
)
def test_the_language_before_there_is_a_view(params, default, lang):
    assert read_language(params, default) == lang


def test_notices_of_a_host_that_opens_in_english_are_in_english(dataset):
    _, notices = read_view({"province": "x9"}, dataset, opening=OpeningView("46", 2022, "en"))
    assert dict(notices[0].values)["shown"] == "Thua Thien Hue"


SLUGS = ["overview", "map", "peers"]


@pytest.mark.parametrize(
    ("screen", "number", "is_refused"),
    [
        ("1", 1, False), ("3", 3, False), ("0", 0, True), ("4", 0, True), ("003", 3, False),
        ("0003", 0, True), ("peers", 3, False), ("MAP", 2, False), ("about", 1, False),
        ("map2", 0, True), ("", 0, False),
    ],
)  # fmt: skip
def test_which_screen_a_url_names(screen, number, is_refused):
    request, notices = read_screen_request({"screen": screen}, SLUGS)
    assert request.screen == number and request.loop == 0
    assert [(n.code, dict(n.values)) for n in notices] == (
        [("screen", {"value": screen, "last": "3"})] if is_refused else []
    )


@pytest.mark.parametrize(
    ("loop", "seconds"),
    [("5", 5), ("4", 0), ("600", 600), ("601", 0), ("0005", 5), ("00005", 0), ("x", 0)],
)
def test_the_seconds_of_a_screen(loop, seconds):
    request, notices = read_screen_request({"loop": loop}, SLUGS)
    assert (request.screen, request.loop) == (0, seconds)
    assert [(n.code, dict(n.values)) for n in notices] == (
        [] if seconds else [("loop", {"value": loop, "first": "5", "last": "600"})]
    )


def test_which_figure_a_url_opens():
    figures = frozenset({"peers.ladder"})
    assert read_figure_request({"show": "PEERS.ladder"}, figures) == ({"show": "peers.ladder"}, [])
    found, notices = read_figure_request({"show": "peers.x", "data": "peers.ladder"}, figures)
    assert found == {"data": "peers.ladder"}
    assert [(n.code, dict(n.values)) for n in notices] == [("figure", {"value": "peers.x"})]

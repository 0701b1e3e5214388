"""The address is the view: what it can hold, what it refuses, and who the peers are."""

import ast

import pytest

from lib import say
from lib import view as views
from lib.charts import draw
from lib.data import ROOT
from lib.view import View


def test_an_empty_address_is_long_an_2023(world):
    view, notices = views.read({}, world)
    assert view == View() and notices == []
    assert (view.province, view.year, view.measure, view.lang) == ("80", 2023, "total", "vi")


def test_what_is_written_is_read_back(world):
    view = View(
        province="72", year=2024, measure="6.2", peers="80,82", peer="79",
        paint="change", render="interactive", scale="points", units="34", lang="en",
    )  # fmt: skip
    assert views.read(view.query(), world) == (view, [])


def test_a_scenario_belongs_to_one_province_and_year(world):
    view = View(gains="6.2:0.45", target="group:1")
    assert view.query()["gains"] == view.query(lang="en", measure="6")["gains"] == "6.2:0.45"
    assert view.query(province="72") == {"province": "72", "target": "group:1"}
    assert "gains" not in view.query(year=2024)
    assert view.query(year=2024, gains="6.2:0.10")["gains"] == "6.2:0.10"


def test_defaults_stay_out_of_the_address():
    assert View().query() == {}
    assert View().query(year=2024) == {"year": "2024"}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"province": "99"}, "province"),
        ({"province": "<script>"}, "province"),
        ({"year": "-1"}, "year"),
        ({"year": "２０２３"}, "year"),
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
def test_a_bad_value_falls_back_with_one_notice(world, params, code):
    view, notices = views.read(params, world)
    assert [n.code for n in notices] == [code]
    bad = next(name for name in params if name != "year" or len(params) == 1)
    assert getattr(view, bad) == getattr(View(), bad)
    assert all(len(value) <= 24 or name == "name" for name, value in notices[0].values)


def test_a_year_after_the_last_one_falls_back_to_the_last(world):
    view, notices = views.read({"year": "2031"}, world)
    assert view.year == 2024 and [n.code for n in notices] == ["year_late"]


def test_known_peers_are_kept_when_others_are_refused(world):
    view, notices = views.read({"peers": "72,xx,82,72"}, world)
    assert view.peers == "72,82"
    assert notices[0].values[0] == ("value", "xx")


def test_peers_never_hold_the_province_itself(world):
    for peers in ("region", "south", "neighbours", "rank", "alike", "80,72"):
        assert "80" not in views.peers_of(View(peers=peers), world)
    assert views.peers_of(View(peers="80,72"), world) == ["72"]


def test_the_province_beside_is_the_best_peer_unless_chosen(world):
    assert views.peer_of(View(), world) == "94"  # Sóc Trăng, 4th
    assert views.peer_of(View(peer="72"), world) == "72"
    assert views.peer_of(View(peer="80"), world) == "94"
    assert views.peer_of(View(peers="74"), world) == "46"  # not published: the best of all


def test_a_view_that_is_made_of_another_keeps_its_preview():
    """Else a page would show published figures among those that a session tries out."""
    for path in [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "View":
                given = {word.arg for word in node.keywords}
                assert not given & {"province", "year"} or "preview" in given, path


def test_the_34_are_shown_only_where_asked_for_and_known(world):
    view = View(units="34", province="72", peers="80,74,82", peer="77")
    assert views.seen(world, view) == (world, view)
    shown_world, shown = views.seen(world, view, "both")
    assert shown_world is world.estimates is views.world_of(world, shown)
    assert shown.province == "80"  # the code of the new Tây Ninh
    assert views.peers_of(shown, shown_world) == ["79", "82"]
    assert views.peer_of(shown, shown_world) == "79"
    # The address keeps what was chosen among the 63.
    assert shown.query() == view.query()
    assert shown.query(units="63")["province"] == "72"
    assert shown.query(province="15")["province"] == "15"


def test_a_set_that_the_34_do_not_have_falls_back_to_the_region(world):
    shown_world, shown = views.seen(world, View(units="34", peers="south"), "both")
    assert "south" not in views.sets(shown_world) and "south" in views.sets(world)
    assert views.peer_set(shown, shown_world) == "region"
    assert views.peers_of(shown, shown_world) == ["75", "79"]


def test_a_scenario_survives_the_switch_but_not_another_province(world):
    _, shown = views.seen(world, View(units="34", gains="6.2:0.45"), "both")
    assert shown.query(units="63")["gains"] == "6.2:0.45"
    assert "gains" not in shown.query(province="72")


def test_a_set_with_absent_members_says_how_many_have_data(world):
    # Bình Dương has no total in 2023.
    south = View(peers="south")
    assert say.peers(south, world).endswith("phía Nam (6 tỉnh có số liệu)")
    assert draw("peers.ladder", world, south).title.endswith("2/6 tỉnh trong tập so sánh xếp trên")
    assert "có số liệu" not in say.peers(View(), world)
    first, last = View(province="46"), View(province="91", year=2024)
    assert draw("peers.ladder", world, first).title.endswith(
        "không tỉnh nào trong tập so sánh xếp trên"
    )
    assert "cả 11 tỉnh" in draw("peers.ladder", world, last).title

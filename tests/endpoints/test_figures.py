"""Figures at addresses of their own: pictures, tables, refusals, what need not be sent again."""

import io
import json
import threading

import pandas as pd
import pytest

from lib.charts.registry import CHARTS
from lib.endpoints.work import File, KeptFiles
from lib.model.view import View
from lib.server import logs

LONG_AN = "province=80&year=2023&lang=vi"


def test_a_figure_is_there_as_picture_table_and_json(client, sources, dataset):
    figure = sources.figure("peers.ladder", View())
    png = client.get(f"/figure/peers.ladder.png?{LONG_AN}")
    assert png.content.startswith(b"\x89PNG") and png.headers["content-type"] == "image/png"
    svg = client.get(f"/figure/peers.ladder.svg?{LONG_AN}")
    assert svg.text.startswith("<svg") and "Long An. Nguồn: PAPI (CECODES, RTA, UNDP)" in svg.text
    csv = pd.read_csv(io.BytesIO(client.get(f"/figure/peers.ladder.csv?{LONG_AN}").content))
    table = figure.table(dataset)
    assert list(csv.columns) == list(table.columns) and len(csv) == len(table)
    link = client.get(f"/figure/peers.ladder.csv?{LONG_AN}").headers["link"]
    page = "province=80&year=2023&units=63&lang=vi&show=peers.ladder"
    assert link == f'<http://papi.test/peers?{page}>; rel="describedby"'
    content = client.get(f"/figure/Peers.Ladder.json?{LONG_AN}").json()
    assert content["title"] == figure.title and content["source"].startswith("Nguồn: PAPI")
    assert [row["Tỉnh, thành phố"] for row in content["rows"]] == list(table["Tỉnh, thành phố"])
    query = "province=80&year=2023&units=63&lang=vi&show=peers.ladder"
    assert content["page"] == f"http://papi.test/peers?{query}"


def test_what_is_shown_follows_the_page_s_list_of_provinces_and_the_theme(client):
    both = client.get("/figure/overview.strip.json?units=34&province=80").json()
    assert "ước tính" in both["title"]
    light, dark = (
        client.get(f"/figure/overview.strip.svg?theme={theme}").text for theme in ("light", "dark")
    )
    assert "#0f1722" in dark and "#0f1722" not in light


@pytest.mark.parametrize("name", ["trends.waterfall", "trends.movers", "map.national"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_figure_of_changes_starts_with_the_year_that_its_address_names(client, name, lang):
    query = f"province=80&year=2023&units=63&lang={lang}&paint=change"
    usual = client.get(f"/figure/{name}.json?{query}").json()
    asked = client.get(f"/figure/{name}.json?{query}&since=2019").json()
    assert "2019" in asked["title"] + asked["subtitle"]
    assert "2019" not in usual["title"] + usual["subtitle"]
    assert asked["rows"] != usual["rows"] and "since=2019" in asked["page"]
    picture = client.get(f"/figure/{name}.svg?{query}&since=2019").text
    frame = client.get(f"/embed/{name}?{query}&since=2019").text
    assert asked["title"].split(",")[0] in frame and "since=2019" in frame
    assert picture != client.get(f"/figure/{name}.svg?{query}").text


def test_the_change_of_long_an_since_2021_is_that_of_its_scores(client, dataset):
    address = "/figure/trends.waterfall.json?province=80&year=2023&lang=vi"
    rows = client.get(f"{address}&since=2021").json()["rows"]
    before, after = (dataset.total_position(year, "80")["score"] for year in (2021, 2023))
    parts = sum(row["Đóng góp"] for row in rows if len(row["Mã"]) == 1)
    assert parts == pytest.approx(after - before, abs=1e-5)


def test_a_file_is_saved_under_a_name_that_says_whose_it_is(client):
    saved = {
        "figure/peers.ladder.png?province=80&units=34&lang=en":
            "papi-peers-ladder-tay-ninh-2023-34-en.png",
        f"figure/card.png?{LONG_AN}": "papi-card-long-an-2023-vi.png",
        "data/scores.csv?year=2023&province=01": "papi-scores-ha-noi-2023-vi.csv",
        "data/scores.csv?measure=6.2&lang=en&units=34": "papi-scores-6.2-2011-2024-34-en.csv",
        "data/map.geojson?measure=total&year=2024": "papi-map-total-2024-vi.geojson",
    }  # fmt: skip
    for address, name in saved.items():
        assert f'filename="{name}"' in client.get(f"/{address}").headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("figure/nothing.png", 404, "Không có biểu đồ “nothing”; hiện có: overview.strip,"),
        ("figure/overview.strip.gif", 404, "hiện có: png, svg, csv, json."),
        ("figure/overview.strip", 404, "hiện có: png, svg, csv, json."),
        ("figure/overview.strip.csv?year=1990", 400, "cho năm “1990” (hiện có 2011–2024)."),
        ("figure/overview.strip.csv?year=2031&lang=en", 400, "for the year “2031”"),
        ("figure/overview.strip.csv?province=atlantis", 400, "mã hoặc tên “atlantis”."),
        (
            "figure/overview.strip.csv?measure=9.9",
            400,
            "Không có chỉ số “9.9”; tham số measure nhận total,",
        ),
        ("figure/overview.strip.csv?measure=7&year=2012", 400, "7 không được đo trong năm 2012."),
        ("figure/overview.strip.csv?theme=blue", 400, "các giá trị dùng được: light, dark."),
        ("figure/overview.strip.csv?units=99", 400, "các giá trị dùng được: 63, 34."),
        ("figure/trends.movers.csv?since=2012", 400, "từ năm 2012 đến năm 2023"),
        ("figure/map.national.png?since=2012&paint=change", 400, "bỏ tham số since"),
        ("embed/trends.waterfall?since=2024&lang=en", 400, "leave out “since”"),
        ("figure/overview.strip.csv?target=best", 400, "cần group:1 đến group:3, rank:"),
        ("figure/overview.strip.csv?x=" + "x" * 3000, 400, "không được quá 2000 ký tự."),
        ("figure/overview.strip.csv?province=22&year=2023", 404, "2023 của Quảng Ninh không được"),
        ("figure/trends.usual.svg?since=2021", 404, "chỉ tính được cho thay đổi sau một năm."),
        ("embed/trends.waterfall?year=2018&lang=en", 404, "2018"),
        ("figure/trends.movers.csv?year=2011", 404, "Không có năm nào trước năm 2011"),
        ("figure/trends.spread.png", 404, "chỉ có cho các năm công bố theo 34 tỉnh"),
        ("figure/plan.result.csv?province=01", 404, "Chưa có kế hoạch nâng cao PAPI nào"),
        ("figure/merged.profile.png?province=01", 404, "Hà Nội"),
        ("figure/targets.gaps.csv?target=rank:62", 400, "rank:62” trong năm 2023 (hạng 1–61"),
        ("figure/overview.strip.csv?sort=x", 400, "các giá trị dùng được: name, total, 1,"),
        ("figure/overview.strip.csv?only=x", 400, "dùng được: peers, group:1,"),
        ("figure/overview.strip.csv?gains=6.2:x", 400, "“6.2:x” của tham số gains"),
        ("figure/peers.duel.csv?peer=72,94,96,01", 400, "tối đa ba địa phương; vui lòng bỏ bớt"),
        ("figure/peers.duel.csv?peer=atlantis", 400, "mã hoặc tên “atlantis”."),
        ("figure/overview.strip.csv?peers=72,xx", 400, "tên “xx”; tham số peers nhận region,"),
        ("figure/peers.duel.svg?peer=22&year=2023", 404, "2023 để so sánh: Quảng Ninh."),
        ("figure/overview.strip.csv?province=tay-ninh", 400, "là tên của hai đơn vị"),
        ("data/all.zip", 404, "Không có tệp số liệu “all.zip”"),
        ("data/scores.txt", 404, "hiện có: csv, parquet, xlsx."),
        ("embed/nothing", 404, "Không có biểu đồ “nothing”"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_sentence(client, path, status, sentence):
    answer = client.get(f"/{path}")
    assert answer.status_code == status and sentence in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text.splitlines()) == 1
    as_json = client.get(f"/{path}", headers={"Accept": "application/json"})
    assert as_json.status_code == status and as_json.json() == {"error": answer.text.strip()}


@pytest.mark.parametrize(
    "query",
    [
        "province=22&year=2023&peer=22&peers=alike&lang=en",  # not published
        "province=01&year=2018&measure=7&units=34&peer=80,22&scale=points&paint=change&lang=vi",
        "province=80&year=2011&peers=22,80&render=interactive&gains=1.1:0.05&lang=vi",
    ],
)
def test_every_figure_answers_an_odd_address_with_itself_or_a_reason_of_its_own(
    client, monkeypatch, query
):
    logged = []
    monkeypatch.setattr(logs, "log_event", lambda *words, **fields: logged.append(fields))
    statuses = set()
    for name in CHARTS:
        answer = client.get(f"/figure/{name}.csv?{query}")
        statuses.add(answer.status_code)
        assert answer.status_code == 200 or f"“{name}”" in answer.text, answer.text
    assert statuses == {200, 404} and not logged


def test_an_unforeseen_error_is_one_sentence_and_logged(open_client, caplog):
    def broken(name, view):
        raise ZeroDivisionError("secret detail")

    answer = open_client(figure=broken).get("/figure/overview.strip.csv")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.text.startswith("Máy chủ không tạo được tệp này")


def test_what_the_reader_has_is_not_made_or_sent_again(open_client, sources):
    drawn = []

    def draw(name, view):
        drawn.append(name)
        return sources.figure(name, view)

    client = open_client(figure=draw)
    first = client.get(f"/figure/overview.strip.csv?{LONG_AN}")
    assert first.headers["cache-control"] == "public, max-age=300"
    tag = first.headers["etag"]
    again = client.get(f"/figure/overview.strip.csv?{LONG_AN}", headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.content
    assert again.headers["etag"] == tag
    # Kept for others, also where the link says the same in other words.
    assert client.get("/figure/overview.strip.csv?province=long-an&utm=x").content == first.content
    assert drawn == ["overview.strip"]
    other = client.get("/figure/overview.strip.csv?province=long-an&year=2022")
    assert other.headers["etag"] != tag and other.content != first.content
    # On another replica the same files have the same mark.
    assert open_client().get(f"/figure/overview.strip.csv?{LONG_AN}").headers["etag"] == tag


def test_behind_the_door_nothing_is_told_and_nothing_is_shared(open_client):
    closed = open_client(is_locked=lambda: True, is_allowed=lambda request: False)
    for path in ("figure/overview.strip.csv", "figure/nothing.png", "data/", "data/scores.csv",
                 "data/map.gpkg", "embed/overview.strip"):  # fmt: skip
        answer = closed.get(f"/{path}")
        assert answer.status_code == 403, path
        assert answer.text.startswith("Địa chỉ này chỉ dành cho người đã đăng nhập")
    inside = open_client(is_locked=lambda: True)
    answer = inside.get(f"/figure/overview.strip.csv?{LONG_AN}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"


def test_other_sites_scripts_read_only_where_the_host_says_so(open_client, monkeypatch):
    asked = {"Origin": "https://portal.example.vn"}
    path = "/figure/overview.strip.csv"
    assert "access-control-allow-origin" not in open_client().get(path, headers=asked).headers
    monkeypatch.setenv("PAPI_CORS_ORIGINS", "https://portal.example.vn https://b.example.vn")
    client = open_client()
    allowed = client.get(path, headers=asked).headers
    assert allowed["access-control-allow-origin"] == asked["Origin"]
    refused = client.get(path, headers={"Origin": "https://evil.example"}).headers
    assert "access-control-allow-origin" not in refused
    locked = open_client(is_locked=lambda: True).get(path, headers=asked).headers
    assert "access-control-allow-origin" not in locked


def test_of_too_many_at_once_some_are_told_when_to_come_again(open_client, sources):
    may_end = threading.Event()

    def draw(name, view):
        assert may_end.wait(30)
        return sources.figure(name, view)

    with open_client(figure=draw) as client:  # one loop for all requests
        answers = []

        def ask(year):
            answers.append(client.get(f"/figure/overview.strip.csv?year={year}"))

        years = [year for year in range(2011, 2025) for _ in range(2)]
        threads = [threading.Thread(target=ask, args=(year,)) for year in years]
        for thread in threads:
            thread.start()
        while not any(answer.status_code == 429 for answer in list(answers)):
            threads[0].join(0.05)
        may_end.set()
        for thread in threads:
            thread.join(30)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert refused[0].headers["retry-after"] == "5"
    assert "thử lại sau 5 giây" in refused[0].text


def test_the_oldest_files_go_when_too_much_is_kept():
    kept = KeptFiles(most=10)
    for name in "abc":
        kept.put(name, File(b"1234", "text/plain"))
        kept.get("a")
    assert [kept.get(name) is not None for name in "abc"] == [True, False, True]


def test_json_has_null_for_what_is_missing(client):
    text = client.get("/figure/overview.country.json?year=2023").text
    assert "NaN" not in text and json.loads(text)["rows"]

"""Link previews, figures, data and frames over nginx and two replicas, as others get them."""

import html
import io
import re

import geopandas
import httpx
import pandas as pd
import pytest

from bench import nginx
from tests.support.servers import free_port

BOTS = {
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Zalo": "Mozilla/5.0 (compatible; ZaloBot/1.0)",
    "Twitter": "Twitterbot/1.0",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}


def properties(page):
    pairs = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page)
    return {name: html.unescape(content) for name, content in pairs}


@pytest.mark.parametrize("bot", BOTS)
def test_a_bot_reads_title_headline_and_picture_in_both_languages(hosted, bot):
    with httpx.Client(headers={"User-Agent": BOTS[bot]}, timeout=60) as client:
        for lang, start in (("vi", "Long An xếp thứ 46/63"), ("en", "Long An ranks 46/63")):
            address = f"{hosted.base_url}/overview?province=80&year=2023&units=63&lang={lang}"
            page = client.get(address, headers={"Accept-Encoding": "gzip"})
            assert page.status_code == 200 and page.headers["content-encoding"] == "gzip"
            assert f'<html lang="{lang}">' in page.text
            found = properties(page.text)
            assert found["og:title"] == "Long An 2023: 46/63 · PAPI"
            assert found["og:description"].startswith(start)
            assert found["og:url"] == address
            card = client.get(found["og:image"])
            assert card.headers["content-type"] == "image/png" and len(card.content) > 20_000


ADDRESSES = {
    "figure/overview.strip.png": "image/png",
    "figure/overview.strip.svg": "image/svg+xml",
    "figure/overview.strip.csv": "text/csv; charset=utf-8",
    "figure/overview.strip.json": "application/json",
    "figure/card.png": "image/png",
    "embed/overview.strip": "text/html; charset=utf-8",
    "data/": "text/html; charset=utf-8",
    "data/scores.csv": "text/csv; charset=utf-8",
    "data/scores.parquet": "application/vnd.apache.parquet",
    "data/scores.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data/map.geojson": "application/geo+json",
    "data/map.gpkg": "application/geopackage+sqlite3",
    "robots.txt": "text/plain; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
    "favicon.ico": "image/png",
}


def test_every_address_answers_alike_whichever_replica_it_comes_from(replicas, hosted):
    as_asked = {"Host": hosted.base_url.partition("//")[2]}  # files may have links in them
    for path, kind in ADDRESSES.items():
        address = f"{path}?province=80&year=2023&measure=total&units=63&lang=vi"
        servers = [replica.base_url for replica in replicas]
        own = [httpx.get(f"{s}/{address}", headers=as_asked, timeout=60) for s in servers]
        for answer in (*own, httpx.get(f"{hosted.base_url}/{address}", timeout=60)):
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind), path
            assert answer.content, path
        assert len({answer.headers.get("etag") for answer in own}) == 1, path


def test_both_replicas_mark_the_same_file_alike_and_send_it_once(replicas, hosted):
    path = "/figure/overview.strip.svg?province=80&year=2023&lang=vi"
    tags = {httpx.get(r.base_url + path, timeout=60).headers["etag"] for r in replicas}
    assert len(tags) == 1
    for _ in range(2):
        known = {"If-None-Match": tags.copy().pop(), "Accept-Encoding": "gzip"}
        answer = httpx.get(hosted.base_url + path, headers=known)
        assert answer.status_code == 304 and not answer.content
        assert answer.headers["cache-control"] == "public, max-age=300"


def test_a_clerk_loads_scores_and_a_map(hosted, tmp_path):
    scores = httpx.get(f"{hosted.base_url}/data/scores.csv?year=2023&lang=vi", timeout=60)
    table = pd.read_csv(io.BytesIO(scores.content), dtype={"province": str})
    total = table[(table["measure"] == "total") & (table["province"] == "80")]
    assert total["rank"].tolist() == [46]
    (tmp_path / "map.gpkg").write_bytes(
        httpx.get(f"{hosted.base_url}/data/map.gpkg?measure=total&year=2023", timeout=60).content
    )
    assert len(geopandas.read_file(tmp_path / "map.gpkg", layer="provinces")) == 63
    assert len(geopandas.read_file(tmp_path / "map.gpkg", layer="archipelagos")) == 2
    wrong = httpx.get(f"{hosted.base_url}/data/scores.csv?year=1990")
    assert wrong.status_code == 400 and "1990" in wrong.text


def test_a_frame_has_its_own_policy_and_pages_keep_theirs(hosted):
    frame = httpx.get(f"{hosted.base_url}/embed/overview.strip?province=80", timeout=60)
    (policy,) = frame.headers.get_list("content-security-policy")
    assert policy.startswith("default-src 'none'") and policy.endswith("frame-ancestors 'self'")
    (page_policy,) = httpx.get(f"{hosted.base_url}/overview").headers.get_list(
        "content-security-policy"
    )
    assert "script-src 'self'" in page_policy


def test_a_script_that_asks_for_all_is_told_to_wait(replicas, nginx_folder):
    settings = {"PAPI_FILES_RATE": "1r/s", "PAPI_FILES_BURST": "3"}
    with (
        nginx.serve(nginx_folder, free_port(), [r.host for r in replicas], **settings) as proxy,
        httpx.Client(base_url=proxy.base_url, timeout=60) as client,
    ):
        answers = [client.get("/data/?lang=vi") for _ in range(10)]
        refused = [a for a in answers if a.status_code == 429]
        assert answers[0].status_code == 200 and refused
        assert refused[0].headers.get_list("retry-after") == ["10"]
        assert refused[0].text.startswith("Quá nhiều yêu cầu từ địa chỉ này")
        assert len(refused[0].text.splitlines()) == 1
        # Pages are counted apart.
        assert client.get("/overview").status_code == 200

"""What readers of link previews and search engines find in a page's head."""

import re
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest
import streamlit

from lib.common.pages import PAGES, PAGES_WITHOUT_PROVINCE, page_by_slug
from lib.datasets.descriptions import DataError
from lib.endpoints import page_head
from lib.server import logs
from tests.endpoints.conftest import DOCUMENT


class Head(HTMLParser):
    """The elements of a document's head, read as a browser reads them."""

    def __init__(self, document):
        super().__init__()
        self.lang, self.title, self.meta, self.links, self.scripts = "", "", {}, [], 0
        self._in_title = False
        self.feed(document[: document.index("</head>")])

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self._in_title = tag == "title"
        if tag == "html":
            self.lang = attributes["lang"]
        elif tag == "meta" and "content" in attributes:
            name = attributes.get("property") or attributes.get("name")
            assert name not in self.meta, name
            self.meta[name] = attributes["content"]
        elif tag == "link":
            self.links.append(attributes)
        elif tag == "script":
            self.scripts += 1

    def handle_endtag(self, tag):
        self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data

    def link(self, rel, **attributes):
        wanted = {"rel": rel} | attributes
        return [x["href"] for x in self.links if wanted.items() <= x.items()]


def head(client, path, **options):
    answer = client.get(path, **options)
    assert answer.status_code == 200
    return Head(answer.text)


def test_a_link_says_whose_rank_in_which_year_and_shows_the_card(client):
    found = head(client, "/?province=80&year=2023")
    assert (found.lang, found.title) == ("vi", "Long An 2023: 46/63 · PAPI")
    assert found.meta["description"].startswith("Long An xếp thứ 46/63")
    assert found.meta["og:title"] == found.meta["twitter:title"] == found.title
    full = "http://papi.test/overview?province=80&year=2023&units=63&lang=vi"
    assert found.link("canonical") == [full] == [found.meta["og:url"]]
    assert found.link("alternate", hreflang="en") == [full.replace("lang=vi", "lang=en")]
    assert found.meta["twitter:card"] == "summary_large_image"
    card = client.get(found.meta["og:image"])
    assert card.headers["content-type"] == "image/png"
    size = [int.from_bytes(card.content[i : i + 4]) for i in (16, 20)]
    assert size == [1200, 630] == [int(found.meta[f"og:image:{x}"]) for x in ("width", "height")]


def test_the_head_follows_page_language_and_all_that_the_link_names(client):
    found = head(client, "/map?province=tay-ninh&year=2024&measure=6&lang=en&paint=change")
    assert (found.lang, found.meta["og:locale"]) == ("en", "en_US")
    assert re.fullmatch(r"Tay Ninh 2024: \d+/63 · Map · PAPI", found.title)
    (canonical,) = found.link("canonical")
    query = "province=72&year=2024&measure=6&paint=change&units=63&lang=en"
    assert canonical == f"http://papi.test/map?{query}"


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_every_page_has_a_title_and_a_sentence(client, slug):
    found = head(client, f"/{slug}?province=80&year=2024&lang=vi")
    assert found.title.endswith("PAPI") and "Streamlit" not in found.title
    assert len(found.meta["description"]) > 20


def test_a_link_with_a_start_year_tells_the_change_since_then(client):
    query = "province=80&year=2023&units=63&lang=vi"
    found = head(client, f"/trends?{query}&since=2021")
    assert "2021" in found.meta["description"]
    assert found.link("canonical")[0].count("since=2021") == 1
    assert "2021" not in head(client, f"/trends?{query}").meta["description"]


def test_an_estimated_rank_says_so(client):
    found = head(client, "/overview?province=80&year=2023&units=34")
    assert found.title == "Tây Ninh 2023: 32/34 (ước tính) · PAPI"
    assert "ước tính" in found.meta["description"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("slug", [p.slug for p in PAGES if p.slug not in PAGES_WITHOUT_PROVINCE])
def test_the_card_is_of_the_province_that_the_title_names(client, slug, lang):
    query = f"province=80&year=2023&units=34&lang={lang}"
    found = head(client, f"/{slug}?{query}")
    estimated = page_by_slug(slug).units == "both"
    name = {"vi": "Tây Ninh", "en": "Tay Ninh"}[lang] if estimated else "Long An"
    assert found.title.startswith(f"{name} 2023: ")
    assert ("(ước tính)" in found.title or "(estimated)" in found.title) == estimated
    units = "34" if estimated else "63"
    card = found.meta["og:image"]
    assert card.endswith(f"/figure/card.png?province=80&year=2023&units={units}&lang={lang}")
    assert found.link("canonical")[0].endswith(f"/{slug}?{query}")


def test_the_cards_of_a_place_before_and_after_the_merger_differ(client):
    query = "province=80&year=2023&lang=vi"
    before, after = (client.get(f"/figure/card.png?{query}&units={u}") for u in ("63", "34"))
    for card in (before, after):
        assert [int.from_bytes(card.content[i : i + 4]) for i in (16, 20)] == [1200, 630]
    assert before.content != after.content


def test_without_a_total_there_is_no_rank_and_no_card(client):
    found = head(client, "/overview?province=22&year=2023")
    assert found.title == "Quảng Ninh 2023 · PAPI"
    assert found.meta["description"] == "Điểm PAPI năm 2023 của Quảng Ninh không được công bố."
    assert "og:image" not in found.meta and found.meta["twitter:card"] == "summary"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_behind_a_login_nothing_of_the_data_is_told(open_client, lang):
    locked = open_client(is_locked=lambda: True, is_allowed=lambda request: False)
    answer = locked.get(f"/map?province=80&year=2023&lang={lang}")
    found = Head(answer.text)
    assert found.lang == lang
    assert found.title == {"vi": "PAPI cấp tỉnh", "en": "PAPI by province"}[lang]
    assert found.meta["robots"] == "noindex" and not found.link("canonical")
    assert "Long An" not in answer.text and "46" not in answer.text.split("<style")[0][:400]
    assert "og:image" not in found.meta
    card = locked.get(f"/figure/card.png?province=80&year=2023&lang={lang}")
    assert card.status_code == 403 and len(card.text.splitlines()) == 1
    assert locked.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "query",
    [
        'province="><script>alert(1)</script>',
        "year=</title><script>alert(1)</script>",
        "gains=%3C/head%3E&target=%22%3E%3Cscript%3E",
        "lang=%22%20onload=%22alert(1)",
        "peers=" + "72,%22%3E%3Cimg%20src=x%3E" * 40,
        "x" * 5000,
    ],
)
def test_hostile_values_do_not_break_the_head(client, query):
    plain = head(client, "/overview")
    found = head(client, f"/overview?{query}")
    assert found.scripts == plain.scripts
    assert set(found.meta) - {"robots"} <= set(plain.meta)
    assert "script" not in "".join(found.meta.values()).lower()


@pytest.mark.parametrize("host", ['evil"><script>', "papi.vn:99999", "a..vn", "-:x", "[zz]"])
def test_a_host_that_is_none_is_not_written_into_the_page(client, host):
    found = head(client, "/overview", headers={"host": host})
    assert not found.link("canonical") and "og:image" not in found.meta


def test_links_have_the_address_that_the_host_gives_out(client, monkeypatch):
    monkeypatch.setenv("PAPI_PUBLIC_URL", "https://papi.example.gov.vn/")
    found = head(client, "/overview", headers={"host": "10.0.0.7:8501"})
    assert found.link("canonical")[0].startswith("https://papi.example.gov.vn/overview?")
    assert found.meta["og:image"].startswith("https://papi.example.gov.vn/figure/card.png?")


def test_a_browser_does_not_keep_the_head_of_another_link(client):
    answer = client.get("/overview?province=79", headers={"If-None-Match": '"of-the-file"'})
    assert answer.status_code == 200 and "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)
    asked = client.head("/overview?province=79")
    assert asked.headers["content-length"] == answer.headers["content-length"]
    assert not asked.content


def test_bad_data_leave_the_page_itself(open_client):
    def broken():
        raise DataError("no_file", file="scores.csv")

    found = head(open_client(dataset=broken), "/overview?lang=en")
    assert found.title == "PAPI by province"


def test_a_fault_in_a_head_leaves_the_page_itself_and_is_logged(open_client, monkeypatch):
    def broken(*arguments):
        raise ZeroDivisionError("secret detail")

    logged = []
    monkeypatch.setattr(logs, "log_event", lambda *words, **fields: logged.append(fields))
    for part in ("compute", "dataset"):
        found = head(open_client(**{part: broken}), "/overview?lang=en")
        assert found.title == "PAPI by province" and "robots" not in found.meta
        assert (logged[-1]["page"], logged[-1]["type"]) == ("overview", "ZeroDivisionError")


def test_where_nobody_can_say_whether_a_login_is_needed_nothing_is_told(open_client):
    def broken():
        raise OSError

    answer = open_client().get("/overview?province=80&year=2023&lang=en")
    assert "Long An" in answer.text
    unknown = head(open_client(is_locked=broken), "/overview?province=80&year=2023&lang=en")
    assert unknown.title == "PAPI by province" and unknown.meta["robots"] == "noindex"


@pytest.mark.parametrize("error", [KeyError("80"), IndexError(0), LookupError("no score")])
def test_a_wrong_key_is_told_as_no_data_but_logged(open_client, monkeypatch, error):
    def lacking(*arguments):
        raise error

    logged = []
    monkeypatch.setattr(logs, "log_event", lambda *words, **fields: logged.append(fields))
    client = open_client(compute=lacking, figure=lacking)
    found = head(client, "/overview?province=80&year=2023&lang=en")
    assert found.title == "Long An 2023: 46/63 · PAPI"
    assert client.get("/figure/peers.ladder.csv").status_code == 404
    expected = [] if type(error) is LookupError else [type(error).__name__] * 2
    assert [fields["type"] for fields in logged] == expected


def test_a_head_that_is_late_is_neutral_and_keeps_its_thread(open_client, dataset, monkeypatch):
    may_end, begun = threading.Event(), []

    def slow():
        begun.append(True)
        assert may_end.wait(60)
        return dataset

    monkeypatch.setattr(page_head, "_BROWSER_WAIT", 0.05)
    client = open_client(dataset=slow)
    with client:  # one server for all requests
        for _ in range(2 * page_head._THREADS):
            late = head(client, "/overview?lang=en", headers={"Sec-Fetch-Mode": "navigate"})
            # It is only late: search engines may list the address.
            assert late.title == "PAPI by province" and "robots" not in late.meta
        assert 1 <= len(begun) <= page_head._THREADS
        may_end.set()
        assert head(client, "/overview?province=80&year=2023").title.startswith("Long An 2023")


def test_heads_are_made_one_at_a_time_and_one_that_is_kept_does_not_wait(open_client, sources):
    may_end, begun = threading.Event(), []

    def slow(function, view):
        if view.year != 2023:
            begun.append(view.year)
            assert may_end.wait(60)
        return sources.compute(function, view)

    with open_client(compute=slow) as client:  # one server for all requests
        address = "/overview?province=80&year=2023"
        kept = client.get(address).text
        others = [
            threading.Thread(target=client.get, args=(f"/overview?province=80&year={year}",))
            for year in (2019, 2020, 2021, 2022, 2024)
        ]
        for thread in others:
            thread.start()
        while not begun:
            others[0].join(0.05)
        for _ in range(2 * page_head._THREADS):
            assert client.get(address).text == kept
        assert len(begun) == 1
        may_end.set()
        for thread in others:
            thread.join(60)


def preloaded(client, path):
    return [link.rpartition("/")[2] for link in head(client, path).link("modulepreload")]


def test_the_scripts_that_draw_a_page_are_asked_for_before_it_says_what_to_draw(client):
    front_end = Path(streamlit.__file__).parent / "static"
    links = head(client, "/map").link("modulepreload", fetchpriority="low")
    assert links and all((front_end / link.lstrip("/")).exists() for link in links)
    assert not [link for link in links if link.rpartition("/")[2] in DOCUMENT]
    names = [link.rpartition("/")[2] for link in links]
    assert [n for n in names if n.startswith("ArrowVegaLiteChart.")]
    assert [n for n in names if n.startswith("embed.")]  # Vega itself, which the chart imports
    assert len(names) == len(set(names))


def test_only_pages_that_show_them_ask_for_charts_and_the_movable_map(client):
    def has(path, part):
        return any(name.startswith(f"{part}.") for name in preloaded(client, path))

    assert has("/?province=79", "ArrowVegaLiteChart")
    assert not has("/brief", "ArrowVegaLiteChart") and has("/brief", "Html")
    assert has("/plan", "ArrowVegaLiteChart") and not has("/overview", "DownloadButton")
    assert has("/map?render=interactive", "DeckGlJsonChart")
    assert has("/map?render=interactive", "webgl-device")
    assert not has("/map", "DeckGlJsonChart")
    assert not has("/peers?render=interactive", "DeckGlJsonChart")


def test_the_manifest_and_the_icon_are_there(client):
    (manifest,) = head(client, "/overview").link("manifest")
    content = client.get(manifest).json()
    assert content["name"] == "PAPI cấp tỉnh" and content["start_url"] == "/"
    assert client.get("/favicon.ico").content.startswith(b"\x89PNG")
    assert "Disallow: /\n" not in client.get("/robots.txt").text


def test_styles_and_scripts_are_files_that_the_document_names_and_a_browser_keeps(client):
    document = client.get("/map").text
    styles = re.search(r'<body>\s*<link rel="stylesheet" href="([^"]+)">', document)[1]
    script = re.search(r'<script defer src="(/assets/[^"]+)">', document)[1]
    # It says where the server is, which Streamlit's own reads as it starts.
    assert document.index(script) < document.index('<script type="module"')
    for url, kind, content in (
        (styles, "text/css", ".legend"),
        (script, "text/javascript", "papiGo"),
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert content in answer.text
        assert "immutable" in answer.headers["cache-control"]


def test_a_document_of_another_release_still_gets_styles_which_are_not_kept(client):
    answer = client.get("/assets/page-00000000.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"

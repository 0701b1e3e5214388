"""Addresses with letters in parts, hidden signs, broken characters or endless values."""

import re
import unicodedata
from urllib.parse import quote

import pytest

BEN_TRE_IN_PARTS = unicodedata.normalize("NFD", "Bến Tre")
# What a keyboard, a chat or a text in two directions puts around what was meant.
READ_ALL_THE_SAME = {
    "letters in parts": ("Bến Tre", quote(BEN_TRE_IN_PARTS)),
    "without marks": ("Bến Tre", quote("ben tre")),
    "more marks than letters": ("Long An", "80" + quote("\u0301" * 300)),
    "right to left": ("Long An", quote("\u202eLong An\u202c")),
    "a mark of direction": ("Long An", quote("\u200f80")),
    "a space without width": ("Long An", quote("Long\u200b An")),
    "half a character": ("Long An", "Long%20An%ED%A0%80"),
}
REFUSED = {
    "half a character alone": ("%ED%A0%80", "Không có tỉnh, thành phố nào mang mã hoặc tên “���”."),
    "a null": ("%00", "Không có tỉnh, thành phố nào mang mã hoặc tên “ ”."),
    "10 kB": ("9" * 10_000, "Địa chỉ quá dài; phần sau dấu hỏi không được quá 2000 ký tự."),
    "10 kB of marks": (quote("\u0301" * 1_700), "Địa chỉ quá dài; phần sau dấu hỏi không được"),
}


@pytest.mark.parametrize(("name", "value"), READ_ALL_THE_SAME.values(), ids=READ_ALL_THE_SAME)
def test_the_province_that_is_meant_is_found(client, name, value):
    rows = client.get(f"/data/scores.csv?province={value}&year=2023&measure=total&lang=vi")
    assert rows.status_code == 200 and f",{name}," in rows.text
    assert f"<title>{name} 2023:" in client.get(f"/map?province={value}").text


@pytest.mark.parametrize(("value", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_province_is_refused_in_one_sentence(client, value, sentence):
    for path in ("data/scores.csv", "figure/map.national.svg", "embed/map.national"):
        answer = client.get(f"/{path}?province={value}")
        assert answer.status_code == 400 and answer.text.startswith(sentence)
        assert len(answer.text.splitlines()) == 1
    assert client.get(f"/map?province={value}").status_code == 200  # the page tells it by itself


@pytest.mark.parametrize("parameter", ["year", "measure", "lang", "units"])
def test_a_refusal_repeats_no_hidden_signs_and_no_endless_value(client, parameter):
    value = quote("\u202e80\u200f\u2066" + "\u0301" * 300)
    answer = client.get(f"/data/scores.csv?{parameter}={value}")
    assert answer.status_code == 400 and len(answer.text) < 200
    assert not re.search(r"[\u0000-\u0009\u200b-\u200f\u202a-\u202e\u2066-\u2069]", answer.text)


@pytest.mark.parametrize(
    ("path", "sentence"),
    {
        "/data/scores.csv?year=2023&decimal=comma": "Địa chỉ này không có tham số “decimal”; các "
        "tham số dùng được: province, year, measure, units, lang.",
        "/data/map.gpkg?colour=red&lang=en": "This address has no parameter “colour”; it can "
        "have: measure, year, units, lang.",
        "/figure/map.national.png?width=2000": "Địa chỉ này không có tham số “width”; các tham số "
        "dùng được: province, year, measure, peers,",
        "/data/scores.csv?year=2023&year=2024": "Tham số “year” có hai giá trị khác nhau trong địa "
        "chỉ; vui lòng chỉ giữ lại một giá trị.",
        "/embed/overview.strip?province=80&province=79": "Tham số “province” có hai giá trị khác "
        "nhau trong địa chỉ; vui lòng chỉ giữ lại một giá trị.",
    }.items(),
)
def test_a_parameter_that_would_change_nothing_is_named_with_those_there_are(
    client, path, sentence
):
    answer = client.get(path)
    assert answer.status_code == 400 and answer.text.startswith(sentence)
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "fbclid=1&utm_source=zalo&utm_source=mail",
        "year=2023&year=2023",
        "amp;year=2023",
        "screen=2&peers=alike",
    ],
)
def test_what_a_link_of_a_page_or_another_site_has_in_it_is_let_pass(client, query):
    assert client.get(f"/data/scores.csv?province=80&measure=total&{query}").status_code == 200
    assert client.get(f"/figure/overview.strip.csv?{query}").status_code == 200

"""Parameters of a URL as they were meant: what is read, and whether it had to be repaired."""

import pytest

from lib.model.url_repair import Parameter, repair_parameters, written_keys

NAMES = ("province", "year", "peers")


def read(params):
    found = repair_parameters(params, NAMES)
    return {name: (p.value, p.is_as_written) for name, p in found.items()}


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, {}),
        ({"other": "1"}, {}),
        ({"province": "72"}, {"province": ("72", True)}),
        ({"province": ""}, {"province": ("", True)}),
        ({"province": "72."}, {"province": ("72", False)}),
        ({"province": " 72 "}, {"province": ("72", False)}),
        ({"province": "“72”"}, {"province": ("72", False)}),
        ({"province": "Hà Nội"}, {"province": ("Hà Nội", True)}),
        ({"Province": "72"}, {"province": ("72", False)}),
        ({"province ": "72"}, {"province": ("72", False)}),
        ({"amp;province": "72"}, {"province": ("72", False)}),
        ({"peers": "72,82"}, {"peers": ("72,82", True)}),
        ({"peers": "72%2C82"}, {"peers": ("72,82", False)}),
        ({"peers": "72%252C82"}, {"peers": ("72,82", False)}),
        ({"peers": "72%25252C82"}, {"peers": ("72%2C82", False)}),  # not meant as one
        ({"peers": "100%"}, {"peers": ("100%", True)}),
        # A query within a value, or within a key, was encoded once more.
        ({"province": "72&year=2024"}, {"province": ("72", False), "year": ("2024", False)}),
        ({"province": "72&amp;year=2024"}, {"province": ("72", False), "year": ("2024", False)}),
        ({"province": "72%26year%3D2024"}, {"province": ("72", False), "year": ("2024", False)}),
        ({"province=72&year=2024": ""}, {"province": ("72", False), "year": ("2024", False)}),
        ({"province%3D72%26year": "2024"}, {"province": ("72", False), "year": ("2024", False)}),
        ({"province": "a & b"}, {"province": ("a & b", True)}),
        # What is written as it should be goes before what is not, wherever it stands.
        ({"Year": "2012", "year": "2024"}, {"year": ("2024", True)}),
        ({"year": "2024", "Year": "2012"}, {"year": ("2024", True)}),
        ({"YEAR": "2011", "Year": "2012"}, {"year": ("2011", False)}),  # else the first
        ({"province": "72&year=2011", "year": "2024"},
         {"province": ("72", False), "year": ("2024", True)}),
    ],
)  # fmt: skip
def test_what_was_meant(params, found):
    assert read(params) == found


def test_it_is_kept_as_it_was_written():
    found = repair_parameters({"Province": "72&year=2024"}, NAMES)
    written = "Province=72&year=2024"
    assert found == {
        "province": Parameter(written, "72", False), "year": Parameter(written, "2024", False),
    }  # fmt: skip


def test_the_keys_that_hold_a_parameter():
    params = {"Year": "2024", "x": "1", "province": "72&peers=south", "year": "2023"}
    assert written_keys(params, ["year"]) == ["Year", "year"]
    assert written_keys(params, ["peers"]) == ["province"]
    assert written_keys(params, ["sort"]) == []

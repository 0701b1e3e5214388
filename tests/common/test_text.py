"""Both languages have the same keys, every key in the code exists, and none is unused."""

import ast
import re
import string

import pytest

from lib.charts.registry import CHARTS
from lib.common.paths import ROOT
from lib.common.text import all_texts, t

SOURCES = [ROOT / "app.py", *(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def placeholders(sentence: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(sentence) if name})


def test_both_languages_have_the_same_keys_and_placeholders():
    vi, en = all_texts("vi"), all_texts("en")
    assert list(vi) == list(en)
    for key in vi:
        assert placeholders(vi[key]) == placeholders(en[key]), key
        assert vi[key].strip() and en[key].strip(), key


def used_keys() -> tuple[set[str], set[str]]:
    """Keys that stand complete in the code, and the prefixes of those that are put together."""
    complete, prefixes = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", node.value):
                    complete.add(node.value)
                if re.fullmatch(r"[a-z_]+\.[a-z_]*_", node.value):
                    prefixes.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.match(r"[a-z_]+\.", start):
                    prefixes.add(start)
    return complete, prefixes


def test_every_key_in_the_code_exists():
    known = all_texts("vi")
    sections = {k.split(".")[0] for k in known}
    complete, prefixes = used_keys()
    used = {k for k in complete - prefixes if k.split(".")[0] in sections}
    assert used - set(known) - set(CHARTS) == set()


def test_no_key_is_unused():
    complete, prefixes = used_keys()
    unused = [
        k
        for k in all_texts("vi")
        if k not in complete and not any(k.startswith(s) for s in prefixes)
    ]
    assert unused == []


def test_vietnamese_is_vietnamese():
    """No English sentence slipped into the Vietnamese file."""
    vi, en = all_texts("vi"), all_texts("en")
    same = {k for k in vi if vi[k] == en[k] and re.search(r"[a-zA-Z]{3,}", _words(vi[k]))}
    assert same == set()


def _words(sentence: str) -> str:
    return re.sub(r"\{[^}]*\}", "", sentence)


def test_an_unknown_key_is_an_error_not_a_blank():
    with pytest.raises(KeyError):
        t("overview.nothing", "vi")

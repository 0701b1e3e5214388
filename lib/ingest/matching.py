"""Whose row and which column: names compared by their letters alone, in any usual spelling."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

import pandas as pd

from lib.common.text import LANGUAGES, t
from lib.datasets.tables import Tables
from lib.stats.ranking import TOTAL, measured_sub_dimensions

PROVINCE, NAME_EN, NAME_VI, YEAR, CODE, SCORE = (
    "province", "name_en", "name_vi", "year", "sub_dimension", "score",
)  # fmt: skip
NAME_COLUMNS = (NAME_EN, NAME_VI)
# What such columns are called besides the headers in data/headers.csv.
_COLUMN_NAMES = {
    PROVINCE: ("province", "province_code", "code", "Mã", "Mã tỉnh", "Mã tỉnh, thành phố"),
    NAME_EN: ("name_en", "Province name", "Province name (English)"),
    NAME_VI: ("name_vi", "Tỉnh", "Tỉnh, thành phố", "Tên tỉnh", "Địa phương", "Tên địa phương"),
    YEAR: ("year", "Năm", "Năm khảo sát", "Survey year"),
    CODE: ("sub_dimension", "Nội dung thành phần", "Mã nội dung thành phần", "Sub-dimension"),
    SCORE: ("score", "Điểm"),
}
_LEADING_WORDS = {("tp",), ("t", "p"), ("thanh", "pho"), ("tinh",), ("t",)}
_TRAILING_WORDS = {"province", "city"}
_SUMMARY_NAMES = {
    "highest", "lowest", "maximum", "minimum", "max", "min", "mean", "average", "median",
    "national", "nationalaverage", "nationalmean", "nationalmedian", "vietnam", "country",
    "diemcaonhat", "diemthapnhat", "caonhat", "thapnhat", "trungbinh", "trungvi", "canuoc",
    "diemtrungbinh", "diemtrungvi", "trungbinhcanuoc", "trungvicanuoc", "toanquoc",
}  # fmt: skip
SUMMARY_CODE = "999"
_SIMILARITY = 0.75  # of a misspelt name with the right one; 1 = the same
_NUMBERED = re.compile(
    r"(?:chỉ số|nội dung|dimension|dim|nd|d)?[\s.]*([1-9](?:\.[1-9])?)(?![0-9])[\s.:)–-]*"
)
_RENUMBERED = (("2", "3"), 2018)  # dimensions that the print numbered otherwise before that year


def normalize_text(text: str) -> str:
    """A text by its letters and digits alone: no case, no diacritics, no signs, no spaces."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    low = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in low if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", bare)


def _normalize_province(text: str) -> str:
    """A province's name without what it is (TP., Tỉnh, City)."""
    words = _words(text)
    for start in sorted(_LEADING_WORDS, key=len, reverse=True):
        if len(words) > len(start) and tuple(words[: len(start)]) == start:
            words = words[len(start) :]
            break
    if len(words) > 1 and words[-1] in _TRAILING_WORDS:
        words = words[:-1]
    return "".join(words)


def is_summary_name(text: str) -> bool:
    """Whether a row of that name sums up others."""
    return normalize_text(text) in _SUMMARY_NAMES


@dataclass(frozen=True, eq=False)
class ProvinceMatcher:
    """The provinces by code and by every spelling of their names."""

    codes: frozenset[str]
    spelled: dict[str, str]

    @classmethod
    def of(cls, tables: Tables) -> "ProvinceMatcher":
        """From the names, the short names and the other spellings in the data."""
        pairs: list[tuple[str, str]] = []
        for column in ("name_vi", "name_en", "short_vi", "short_en"):
            pairs += zip(tables.provinces[column], tables.provinces["code"], strict=True)
        pairs += zip(tables.spellings["spelling"], tables.spellings["province"], strict=True)
        return cls(
            frozenset(tables.provinces["code"]),
            {_normalize_province(name): code for name, code in pairs},
        )

    @classmethod
    def of_34(cls, tables: Tables) -> "ProvinceMatcher":
        """The same of the 34; codes with other spellings mean one province in both lists."""
        spellings = tables.spellings
        own = spellings[spellings["province"].isin(tables.successors["code"])]
        return cls.of(replace(tables, provinces=tables.successors, spellings=own))

    def by_code(self, value: object) -> str | None:
        """The two-digit code of 1, 1.0, "1" or "01"; None where no province has it."""
        code = two_digit_code(value)
        return code if code in self.codes else None

    def by_name(self, text: str) -> str | None:
        """The code of the province of that name in any usual spelling."""
        return self.spelled.get(_normalize_province(text)) or self.spelled.get(normalize_text(text))

    def nearest(self, text: str) -> str | None:
        """The code of the province whose name is written most like this; None where none is."""
        near = get_close_matches(_normalize_province(text), self.spelled, 1, _SIMILARITY)
        return self.spelled[near[0]] if near else None


def two_digit_code(value: object) -> str:
    """A code as two digits at least; "" where it is none."""
    if isinstance(value, float):
        return f"{int(value):02d}" if value.is_integer() and 0 < value < 1000 else ""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.0)?", value):
        return f"{int(float(value)):02d}"
    return ""


@dataclass(frozen=True, eq=False)
class HeaderMatcher:
    """The headers of one year: ``sure`` of that year, ``other`` of any other."""

    year: int
    measured: frozenset[str]
    sure: dict[str, frozenset[str]]
    other: dict[str, frozenset[str]]

    @classmethod
    def of(cls, tables: Tables, year: int) -> "HeaderMatcher":
        """The recorded headers of that year and the official names, then those of all years."""
        measured = set(measured_sub_dimensions(tables.sub_dimensions, [year])["sub_dimension"])
        dims = tables.dimensions
        known = measured | set(dims.loc[dims["year_from"] <= year, "code"]) | {TOTAL}
        sure: list[tuple[str, str]] = [(n, code) for code, ns in _COLUMN_NAMES.items() for n in ns]
        other: list[tuple[str, str]] = []
        for row in tables.headers.itertuples(index=False):
            last = 9999 if pd.isna(row.year_to) else row.year_to
            into = sure if row.year_from <= year <= last else other
            into += [(row.header_en, row.code), (row.header_vi, row.code)]
        for table in (tables.dimensions, tables.sub_dimensions):
            for row in table.itertuples(index=False):
                into = sure if row.code in known else other
                into += [(row.name_en, row.code), (row.name_vi, row.code)]
        for lang in LANGUAGES:
            sure.append((t("measure.total", lang), TOTAL))
        sure += [(name, TOTAL) for name in (TOTAL, "PAPI", "PAPI total", "Tổng điểm")]
        return cls(year, frozenset(known), _codes_by_name(sure), _codes_by_name(other))

    def codes(self, header: str) -> frozenset[str]:
        """What a header may mean; more than one code where it contradicts itself."""
        found = self._named(header)
        if found:
            return found
        number = _NUMBERED.match(header.casefold())
        if not number:
            return frozenset()
        code, rest = number.group(1), header[number.end() :]
        dimensions, since = _RENUMBERED
        renumbered = self.year < since and code[0] in dimensions and "." in code
        if not normalize_text(rest):
            return frozenset() if renumbered or code not in self.measured else frozenset({code})
        named = self._named(rest)
        return named if renumbered or not named or named == {code} else named | {code}

    def _named(self, header: str) -> frozenset[str]:
        key = _normalize_header(header)
        return self.sure.get(key) or self.other.get(key) or frozenset()


def _normalize_header(text: str) -> str:
    """A header by its letters; a year in it does not count."""
    return normalize_text(re.sub(r"(?<!\d)20\d\d(?!\d)|(?<=[a-z])20\d\d(?=PAPI)", "", text))


def _codes_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for name, code in pairs:
        key = _normalize_header(name)
        out[key] = out.get(key, frozenset()) | {code}
    return out

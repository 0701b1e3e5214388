"""Recognises provinces and columns by their names in any usual spelling."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

import pandas as pd

from lib.common.strings import folded_words
from lib.common.text import LANGUAGES, t
from lib.datasets.tables import Tables
from lib.ingest.limits import check_time
from lib.stats.ranking import TOTAL, measured_sub_dimensions

PROVINCE, NAME_EN, NAME_VI, YEAR, CODE, SCORE = (
    "province", "name_en", "name_vi", "year", "sub_dimension", "score",
)  # fmt: skip
NAME_COLUMNS = (NAME_EN, NAME_VI)
# What such columns are called besides the headers in data/headers.csv.
_COLUMN_NAMES = {
    PROVINCE: (
        "province",
        "province_code",
        "code",
        "Mã",
        "Mã tỉnh",
        "Mã tỉnh, thành phố",
        "Mã số",
    ),
    NAME_EN: ("name_en", "Province name", "Province name (English)"),
    NAME_VI: (
        "name_vi",
        "Tỉnh",
        "Tỉnh, thành phố",
        "Tên tỉnh",
        "Địa phương",
        "Tên địa phương",
        "Tỉnh/Thành phố trực thuộc trung ương",
        "Tên tỉnh, thành phố",
    ),
    YEAR: ("year", "Năm", "Năm khảo sát", "Survey year"),
    CODE: (
        "sub_dimension",
        "Sub-dimension",
        "Sub-dimension code",
        "Sub-dimension name",
        "Nội dung thành phần",
        "Mã nội dung thành phần",
        "Tên nội dung thành phần",
        "Chỉ số nội dung thành phần",
        "Chỉ số thành phần",
        "Chỉ số",
        "Nội dung",
        "Measure",
        "Indicator",
    ),
    SCORE: ("score", "value", "points", "Điểm", "Điểm số", "Giá trị"),
}
_TOTAL_NAMES = (TOTAL, "PAPI", "PAPI total", "Tổng điểm")
_LEADING_WORDS = {("tp",), ("t", "p"), ("thanh", "pho"), ("tinh",), ("t",)}
_TRAILING_WORDS = {"province", "city"}
_SUMMARY_NAMES = {
    "highest", "lowest", "maximum", "minimum", "max", "min", "mean", "average", "median",
    "national", "nationalaverage", "nationalmean", "nationalmedian", "vietnam", "country",
    "diemcaonhat", "diemthapnhat", "caonhat", "thapnhat", "trungbinh", "trungvi", "canuoc",
    "diemtrungbinh", "diemtrungvi", "trungbinhcanuoc", "trungvicanuoc", "toanquoc",
}  # fmt: skip
# What the name of a row begins with that sums up others.
_SUMMARY_WORDS = {
    ("tb",), ("mean",), ("average",), ("median",), ("maximum",), ("minimum",), ("national",),
    ("trung", "binh"), ("trung", "vi"), ("binh", "quan"), ("ca", "nuoc"), ("toan", "quoc"),
    ("diem", "trung"), ("cao", "nhat"), ("thap", "nhat"), ("tong",), ("cong",), ("total",),
    ("grand",), ("sum",),
}  # fmt: skip
SUMMARY_CODE = "999"
_MIN_SIMILARITY_OF_HEADERS, _MIN_NAME_LENGTH = 0.75, 6
_MIN_SIMILARITY = 0.75  # of a misspelt name with the right one; 1 = the same
_SHORT = 300  # characters; longer texts are no labels
_LONG = 2_000  # characters that are looked at in them
_NUMBERED = re.compile(
    r"\s*(?:(?:chỉ số\s*)?nội dung(?:\s*thành phần)?|chỉ số|dimension|dim|nd|d)?[\s.]*"
    r"([1-9](?:\.[1-9])?)(?![0-9])[\s.:)–-]*"
)
_DIMENSION = re.compile(r"\s*(?:chỉ số nội dung|nội dung|dimension)?\s*([1-9])\s*:")
# Years in which the print may number the sub-dimensions of a dimension otherwise than codes do.
_RENUMBERED = {"2": (0, 2017), "3": (0, 2017), "5": (2021, 9999)}
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)|(?<=[a-z])20\d\d(?=PAPI)")
_ORDINAL = re.compile(
    r"^\s*\d{1,2}(?:\s*[.)–-]\s*|\s+)|\s*(?:[(\[]\s*[\d*]{1,2}\s*[)\]]|[*¹²³⁰⁴-⁹]+)\s*$"
)  # of a list, a footnote
# An apostrophe keeps a code text; letters before it say of what it is ("T01").
_CODE_TEXT = re.compile(r"['’]?(?:[A-Za-z]{1,3}[-. ]?)?([0-9]{1,3})(?:\.0)?")
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\bmới)\s*$")  # what it is made of, or that it is new
_LETTER = re.compile(r"[^\W\d_]")


def normalize_text(text: str) -> str:
    """A text by its letters and digits alone: no case, no diacritics, no signs, no spaces."""
    return "".join(words(text))


def words(text: str) -> tuple[str, ...]:
    """The words of a text: lower case, no diacritics, no signs."""
    check_time()  # every text of a file that is compared with a name comes by
    return _words_of_short(text) if len(text) <= _SHORT else tuple(folded_words(text[:_LONG]))


@lru_cache(maxsize=4096)
def _words_of_short(text: str) -> tuple[str, ...]:
    """``words`` of a label, which the sheets of a file repeat; long texts would fill the memory."""
    return tuple(folded_words(text))


def _normalize_province(text: str) -> str:
    """A province's name without what it is (TP., Tỉnh, City), its number and its footnote."""
    return _normalize_short_province(text) if len(text) <= _SHORT else normalize_text(text)


@lru_cache(maxsize=4096)
def _normalize_short_province(text: str) -> str:
    """``_normalize_province`` of a text that may be a name."""
    name = words(_ORDINAL.sub("", text))
    for start in sorted(_LEADING_WORDS, key=len, reverse=True):
        if len(name) > len(start) and name[: len(start)] == start:
            name = name[len(start) :]
            break
    if len(name) > 1 and name[-1] in _TRAILING_WORDS:
        name = name[:-1]
    return "".join(name)


@dataclass(frozen=True, eq=False)
class ProvinceMatcher:
    """Finds a province by its code or by any spelling of its name.

    Attributes:
        codes: the two-digit codes there are.
        codes_by_name: the code by normalized name.
        former_codes: the code by that of each former province that became part of the province.
        regions: the normalized names of the regions.
        found: what ``by_name`` has found, for the sheets of a file repeat their texts.
    """

    codes: frozenset[str]
    codes_by_name: dict[str, str]
    former_codes: Mapping[str, str] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    found: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of_63(cls, tables: Tables) -> "ProvinceMatcher":
        """The 63 provinces by their names, short names and other spellings in the data."""
        return cls._build(tables.provinces, tables.spellings, tables.regions)

    @classmethod
    def of_34(cls, tables: Tables) -> "ProvinceMatcher":
        """The 34 provinces; codes with other spellings mean one province in both lists."""
        spellings = tables.spellings
        is_of_34 = spellings["province"].isin(tables.successors["code"])
        former = dict(zip(tables.mergers["province"], tables.mergers["successor"], strict=True))
        return cls._build(tables.successors, spellings[is_of_34], tables.regions, former)

    @classmethod
    def _build(
        cls,
        provinces: pd.DataFrame,
        spellings: pd.DataFrame,
        regions: pd.DataFrame,
        former_codes: Mapping[str, str] | None = None,
    ) -> "ProvinceMatcher":
        pairs: list[tuple[str, str]] = []
        for column in ("name_vi", "name_en", "short_vi", "short_en"):
            pairs += zip(provinces[column], provinces["code"], strict=True)
        pairs += zip(spellings["spelling"], spellings["province"], strict=True)
        codes_by_name = {_normalize_province(name): code for name, code in pairs}
        names_of_regions = [name for lang in LANGUAGES for name in regions[f"name_{lang}"]]
        return cls(
            frozenset(provinces["code"]),
            codes_by_name,
            former_codes or {},
            frozenset(map(normalize_text, names_of_regions)),
        )

    def by_code(self, value: object) -> str | None:
        """The two-digit code of 1, 1.0, "1" or "01"; None where no province has it."""
        code = two_digit_code(value)
        return code if code in self.codes else None

    def by_name(self, text: str) -> str | None:
        """The code of the province of that name in any usual spelling; None where none has it."""
        if text not in self.found:
            self.found[text] = self._find_name(text)
        return self.found[text]

    def _find_name(self, text: str) -> str | None:
        """See ``by_name``."""
        if len(text) > _SHORT or not _LETTER.search(text):
            return None
        names = (_normalize_province(text), normalize_text(text))
        code = self.codes_by_name.get(names[0]) or self.codes_by_name.get(names[1])
        if code is None and (bare := _REMARK.sub("", text)) != text:
            return self.codes_by_name.get(_normalize_province(bare))
        return code

    def is_summary(self, text: str) -> bool:
        """Whether a row of that name sums up others: all provinces, or those of a region."""
        name = normalize_text(text)
        if name in _SUMMARY_NAMES or name.removeprefix("vung") in self.regions:
            return True
        first = words(text)[:2]
        is_summed = first[:1] in _SUMMARY_WORDS or first in _SUMMARY_WORDS
        return is_summed and self.by_name(text) is None

    def nearest(self, text: str) -> str | None:
        """The code of the province with the most similar name; None where none is similar."""
        if len(text) > _SHORT:
            return None
        names = get_close_matches(_normalize_province(text), self.codes_by_name, 1, _MIN_SIMILARITY)
        return self.codes_by_name[names[0]] if names else None


def two_digit_code(value: object) -> str:
    """A code as two digits at least: "01" of 1, 1.0, "1" or "01"; "" where it is none."""
    if isinstance(value, float):
        return f"{int(value):02d}" if value.is_integer() and 0 < value < 1000 else ""
    if isinstance(value, str) and (match := _CODE_TEXT.fullmatch(value)):
        return f"{int(match[1]):02d}"
    return ""


@dataclass(frozen=True, eq=False)
class HeaderMatcher:
    """Finds what a column holds by its header, as headers were in one year.

    Attributes:
        year: that year.
        measures: the codes of the measures there are in it.
        codes_of_year: the codes by normalized header, of that year.
        codes_of_other_years: the same of all other years, for headers unknown in that year.
        found: what ``codes`` has found, for the sheets of a file repeat their texts.
    """

    year: int
    measures: frozenset[str]
    codes_of_year: dict[str, frozenset[str]]
    codes_of_other_years: dict[str, frozenset[str]]
    found: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of_year(cls, tables: Tables, year: int) -> "HeaderMatcher":
        """The recorded headers and the official names of that year, then those of all years."""
        measured = set(measured_sub_dimensions(tables.sub_dimensions, [year])["sub_dimension"])
        dimensions = tables.dimensions
        measures = measured | {TOTAL}
        measures |= set(dimensions.loc[dimensions["year_from"] <= year, "code"])
        of_year = [(name, code) for code, names in _COLUMN_NAMES.items() for name in names]
        of_other_years: list[tuple[str, str]] = []
        for row in tables.headers.itertuples(index=False):
            year_to = 9999 if pd.isna(row.year_to) else row.year_to
            pairs = of_year if row.year_from <= year <= year_to else of_other_years
            pairs += [(row.header_en, row.code), (row.header_vi, row.code)]
        for table in (dimensions, tables.sub_dimensions):
            for row in table.itertuples(index=False):
                pairs = of_year if row.code in measures else of_other_years
                pairs += [(row.name_en, row.code), (row.name_vi, row.code)]
        of_year += [(t("measure.total", lang), TOTAL) for lang in LANGUAGES]
        of_year += [(name, TOTAL) for name in _TOTAL_NAMES]
        return cls(
            year, frozenset(measures), _codes_by_header(of_year), _codes_by_header(of_other_years)
        )

    def codes(self, header: str) -> frozenset[str]:
        """What a header may mean; more than one code where it contradicts itself."""
        if header not in self.found:
            self.found[header] = self._find_codes(header)
        return self.found[header]

    def _find_codes(self, header: str) -> frozenset[str]:
        """See ``codes``."""
        named = self._codes_of_name(header)
        if named:
            return named
        number = printed_number(header)
        if not number:
            return frozenset()
        rest = header[_end_of_number(header) :]
        renumbered = self._may_be_renumbered(number)
        if not normalize_text(rest):
            return frozenset() if renumbered or number not in self.measures else frozenset({number})
        named = self._codes_of_name(rest)
        if not named and (match := _DIMENSION.match(header[:_SHORT].casefold())):
            named = frozenset({match.group(1)}) & self.measures
        return named if renumbered or not named or named == {number} else named | {number}

    def nearest(self, header: str) -> str | None:
        """The sub-dimension whose name of any year is most similar to a numbered header.

        None where none is similar, or where the number does not say the same: a number alone never
        decides what a column holds.
        """
        number = printed_number(header)
        rest = header[_end_of_number(header) :]
        if len(rest) > _SHORT:
            return None  # no name is as long; to compare a long text with all names takes seconds
        key = _normalize_header(rest)
        if len(number) < 3 or len(key) < _MIN_NAME_LENGTH:
            return None
        names = [
            (_similarity(key, name), code)
            for names in (self.codes_of_year, self.codes_of_other_years)
            for name, codes in names.items()
            for code in codes
            if code in self.measures and "." in code
        ]
        similarity, code = max(names)
        return code if similarity >= _MIN_SIMILARITY_OF_HEADERS and code == number else None

    def sub_dimension_of_number(self, header: str) -> str:
        """The sub-dimension of the year with the number of a header, whatever its name.

        "" where there is none, or where the print may number them otherwise.
        """
        number = printed_number(header)
        is_one = "." in number and number in self.measures and not self._may_be_renumbered(number)
        return number if is_one and _LETTER.search(header[_end_of_number(header) :]) else ""

    def _may_be_renumbered(self, number: str) -> bool:
        """Whether a printed number may mean another sub-dimension than the code like it."""
        first, last = _RENUMBERED.get(number[0], (1, 0))
        return "." in number and first <= self.year <= last

    def _codes_of_name(self, header: str) -> frozenset[str]:
        """The codes of a header without a number before it."""
        if len(header) > _SHORT or not _LETTER.search(header):
            return frozenset()
        key = _normalize_header(header)
        return self.codes_of_year.get(key) or self.codes_of_other_years.get(key) or frozenset()


def printed_number(header: str) -> str:
    """The number with which a header begins ("1", "1.1"); "" where there is none."""
    match = _NUMBERED.match(header[:_SHORT].casefold())
    return match.group(1) if match else ""


def _end_of_number(header: str) -> int:
    """Where the name begins in a header with a number."""
    match = _NUMBERED.match(header[:_SHORT].casefold())
    return match.end() if match else 0


def _similarity(one: str, other: str) -> float:
    """How alike two normalized names are, 0-1; one that begins with the other is quite alike."""
    if one.startswith(other) or other.startswith(one):
        return 0.9 if min(len(one), len(other)) >= _MIN_NAME_LENGTH else 0.0
    return SequenceMatcher(None, one, other).ratio()


def _normalize_header(text: str) -> str:
    """A header by its letters; a year in it does not count."""
    check_time()
    return _normalize_short_header(text) if len(text) <= _SHORT else normalize_text(text)


@lru_cache(maxsize=4096)
def _normalize_short_header(text: str) -> str:
    """``_normalize_header`` of a text that may be one; the sheets of a file repeat them."""
    return normalize_text(_YEAR.sub("", text))


def _codes_by_header(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """All codes of each header, by its normalized form."""
    out: dict[str, frozenset[str]] = {}
    for name, code in pairs:
        key = _normalize_header(name)
        out[key] = out.get(key, frozenset()) | {code}
    return out

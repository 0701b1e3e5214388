"""Find one of the 63 provinces by what people write: a code, a name, a slug, another spelling."""

import re
from collections.abc import Iterable, Iterator

from lib.common.strings import fold_text
from lib.common.text import LANGUAGES
from lib.model.dataset import Dataset
from lib.model.memoized import memoized

_KINDS = ("thanhpho", "tinh", "tp")  # what may stand before a name
_KINDS_AFTER = ("province", "city")
_MARKS_OF_34, _MARKS_OF_63 = ("moi", "new"), ("cu", "old")  # after a name that both lists have


def find_province(dataset: Dataset, text: str) -> str | None:
    """The two-digit code of the province that a text names.

    Args:
        dataset: that of the 63.
        text: "80", "1" (= "01"), "Tây Ninh", "tay-ninh", "TP. HCM"; case, diacritics and signs do
            not matter.

    Returns:
        None where no province is named so. For "Tây Ninh mới" the code of the successor, which is
        that of one of its members too.
    """
    folded = fold_text(text)
    if re.fullmatch("[0-9]{1,3}", folded):
        code = f"{int(folded):02d}"
        return code if code in dataset.provinces.index else None
    return _codes_of_63(dataset).get(folded) or _codes_of_34(dataset).get(folded)


def names_a_successor(dataset: Dataset, text: str) -> bool:
    """Whether a text names one of the 34 and none of the 63: "tay-ninh-moi"."""
    return fold_text(text) in _codes_of_34(dataset)


def is_namesake(dataset: Dataset, text: str) -> bool:
    """Whether a text names one of the 63 and the merged province that it is now a part of."""
    code = _names_of_63(dataset).get(fold_text(text))
    return code is not None and _shares_name(dataset, code)


@memoized
def other_names(dataset: Dataset, lang: str) -> dict[str, list[str]]:
    """What else finds a province beside its short name, by code.

    Args:
        dataset: of either list; one of the 34 is also found by the names of its members.
        lang: the language of the short name.

    Returns:
        Names that the short name does not contain, apart from diacritics, blanks and signs.
    """
    found: dict[str, dict[str, str]] = {str(code): {} for code in dataset.provinces.index}
    of_63 = dataset.dataset_of_63 or dataset
    # The names in this language come first: they are shown where they found a province.
    first = [lang, *(other for other in LANGUAGES if other != lang)]
    names = [(code, name) for code, name in _written_names(dataset, first)]
    names += [(dataset.unit_of(code), name) for code, name in _written_names(of_63, first)]
    for code, name in names:
        folded = fold_text(name)
        if folded not in fold_text(dataset.province_name(code, lang)):
            found[code].setdefault(folded, name)
    return {code: list(names.values()) for code, names in found.items()}


def _written_names(dataset: Dataset, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Codes and names: official and short names in these languages, then other spellings.

    Other spellings are those of the 63, so a data set of the 34 has none.
    """
    provinces, spellings = dataset.tables.provinces, dataset.tables.spellings
    for column in (f"{kind}_{lang}" for lang in languages for kind in ("short", "name")):
        yield from zip(provinces["code"], provinces[column], strict=True)
    if dataset.units == "63":
        yield from zip(spellings["province"], spellings["spelling"], strict=True)


@memoized
def _codes_of_34(dataset: Dataset) -> dict[str, str]:
    """The code of merged provinces by folded name with a mark that tells it from the member's."""
    return {
        name + mark: dataset.successor(code)
        for name, code in _names_of_63(dataset).items()
        if _shares_name(dataset, code)
        for mark in _MARKS_OF_34
    }


@memoized
def _codes_of_63(dataset: Dataset) -> dict[str, str]:
    """The code by folded name, with "old" after it too where a merged province is named so."""
    names = _names_of_63(dataset)
    shared = {name: code for name, code in names.items() if _shares_name(dataset, code)}
    return {name + mark: code for name, code in shared.items() for mark in _MARKS_OF_63} | names


def _shares_name(dataset: Dataset, code: str) -> bool:
    """Whether the merged province that one of the 63 is now a part of has its name."""
    successor = dataset.successor(code)
    return dataset.is_merged(successor) and any(
        dataset.successor_name(successor, lang) == dataset.province_name(code, lang)
        for lang in LANGUAGES
    )


@memoized
def _names_of_63(dataset: Dataset) -> dict[str, str]:
    """The code by folded name, with and without the kind of province."""
    names = {fold_text(name): code for code, name in _written_names(dataset, LANGUAGES)}
    with_kind = {kind + name: code for name, code in names.items() for kind in _KINDS}
    with_kind |= {name + kind: code for name, code in names.items() for kind in _KINDS_AFTER}
    return with_kind | names

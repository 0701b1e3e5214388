"""Find one of the 63 provinces by what people write: a code, a name, a slug, another spelling."""

import re

from lib.common.strings import fold_text
from lib.model.dataset import Dataset
from lib.model.memoized import memoized

_KINDS = ("thanhpho", "tinh", "tp")  # what may stand before a name
_KINDS_AFTER = ("province", "city")


def find_province(dataset: Dataset, text: str) -> str | None:
    """The two-digit code of the province that a text names.

    Args:
        dataset: that of the 63.
        text: "80", "1" (= "01"), "Tây Ninh", "tay-ninh", "TP. HCM"; case, diacritics and signs do
            not matter.

    Returns:
        None where no province is named so.
    """
    folded = fold_text(text)
    if re.fullmatch("[0-9]{1,3}", folded):
        code = f"{int(folded):02d}"
        return code if code in dataset.provinces.index else None
    return _codes_by_name(dataset).get(folded)


def search_terms(dataset: Dataset, code: str) -> list[str]:
    """The folded names by which a list finds a province, and its code."""
    return [code, *(name for name, c in _codes_by_name(dataset).items() if c == code)]


@memoized
def _codes_by_name(dataset: Dataset) -> dict[str, str]:
    """The code by folded name: official and short names in both languages, other spellings."""
    tables = dataset.tables
    names: dict[str, str] = {}
    for column in ("name_vi", "name_en", "short_vi", "short_en"):
        for name, code in zip(tables.provinces[column], tables.provinces["code"], strict=True):
            names[fold_text(name)] = code
    spellings = tables.spellings
    for name, code in zip(spellings["spelling"], spellings["province"], strict=True):
        names[fold_text(name)] = code
    with_kind = {kind + name: code for name, code in names.items() for kind in _KINDS}
    with_kind |= {name + kind: code for name, code in names.items() for kind in _KINDS_AFTER}
    return with_kind | names

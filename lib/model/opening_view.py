"""What the bare address opens: province, year and language, which the host sets.

Three environment variables say it; docs/hosting.md describes them. One that is not set, or names
nothing that there is, has the value of ``View``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lib.common.text import LANGUAGES, Language
from lib.model.dataset import Dataset
from lib.model.province_finder import find_province
from lib.model.view import View

PROVINCE_VARIABLE, YEAR_VARIABLE, LANG_VARIABLE = "PAPI_PROVINCE", "PAPI_YEAR", "PAPI_LANG"
NEWEST = "newest"  # a value of PAPI_YEAR: the newest year of the data


@dataclass(frozen=True)
class OpeningView:
    """The values of a URL's parameters that the URL does not name.

    Attributes:
        province: two-digit code of one of the 63.
        year: survey year; the newest year where the data lack the one that is meant.
        lang: the language.
    """

    province: str = View.province
    year: int = View.year
    lang: Language = View.lang


SHIPPED = OpeningView()


def opening_language(environment: Mapping[str, str]) -> Language:
    """The language that the host has set, for pages that are shown without the data."""
    lang = environment.get(LANG_VARIABLE, "").strip().lower()
    return cast(Language, lang) if lang in LANGUAGES else View.lang


def opening_view(dataset: Dataset, environment: Mapping[str, str]) -> OpeningView:
    """What the bare address opens on this host.

    Args:
        dataset: that of the 63.
        environment: the environment variables. The province is a code or a name.
    """
    years = dataset.all_years
    province = find_province(dataset, environment.get(PROVINCE_VARIABLE, "")) or View.province
    text = environment.get(YEAR_VARIABLE, "").strip().lower()
    year = int(text) if text.isdecimal() else View.year
    if text == NEWEST or year not in years:
        year = years[-1]
    return OpeningView(province, year, opening_language(environment))


def setting_errors(dataset: Dataset, environment: Mapping[str, str]) -> Iterator[str]:
    """One English sentence for each of the three variables whose value cannot be used."""
    used = opening_view(dataset, environment)
    years = dataset.all_years
    checks = (
        (
            PROVINCE_VARIABLE,
            lambda text: find_province(dataset, text),
            f"is no code or name of a province; {used.province} is used",
        ),
        (
            YEAR_VARIABLE,
            lambda text: text.lower() == NEWEST or (text.isdecimal() and int(text) in years),
            f'is no year with scores ({years[0]}-{years[-1]} or "{NEWEST}"); {used.year} is used',
        ),
        (
            LANG_VARIABLE,
            lambda text: text.lower() in LANGUAGES,
            f"is no language ({', '.join(LANGUAGES)}); {used.lang} is used",
        ),
    )
    for name, is_usable, problem in checks:
        text = environment.get(name, "").strip()
        if text and not is_usable(text):
            yield f'{name}="{text[:40]}" {problem}.'

"""How well what is said of the 34 did on the 63 of past years, joined as in 2025, in sentences."""

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.learning.pseudo_tests import forecast_tests, pseudo_tests
from lib.narrative import phrases


def first_year_sentence(dataset: Dataset, lang: str) -> str:
    """How often a score lay within the bound of its estimate; "" where it was not tested."""
    tests = pseudo_tests(dataset)
    if tests is None or "merged" not in tests.first_year.index:
        return ""
    merged = tests.first_year.loc["merged"]
    years = tests.by_year.index
    return t(
        "successor.tested_first",
        lang,
        first=int(years.min()),
        last=int(years.max()),
        n=int(merged["n"]),
        within=phrases.format_percent(float(merged["within"]), lang),
    )


def alarms_sentence(dataset: Dataset, lang: str) -> str:
    """How often another frame would have been said where there was none; "" where not tested."""
    tests = pseudo_tests(dataset)
    if tests is None:
        return ""
    alarms, years = tests.alarms
    return t("successor.tested_alarms", lang, alarms=alarms, years=years)


def ranges_sentence(dataset: Dataset, lang: str) -> str:
    """How often ranges of next year's rank held, merged and unmerged; "" where not tested."""
    tests = forecast_tests(dataset)
    if tests is None or not {"merged", "unmerged"} <= set(tests.ranges.index):
        return ""
    merged, unmerged = (tests.ranges.loc[kind] for kind in ("merged", "unmerged"))
    return t(
        "successor.tested_ranges",
        lang,
        n=int(merged["n"] + unmerged["n"]),
        merged=phrases.format_percent(float(merged["within"]), lang),
        unmerged=phrases.format_percent(float(unmerged["within"]), lang),
        width=format_number(float(tests.ranges.loc["all", "width"]), 0, lang),
    )

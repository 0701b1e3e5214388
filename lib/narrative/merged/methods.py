"""How well what is said of the 34 did on the 63 of past years joined, in words."""

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.learning.forecasts import LEAST_YEARS
from lib.model.learning.pseudo_tests import ForecastTests, PseudoTests, pseudo_tests
from lib.model.successors import yearly_process
from lib.narrative import phrases
from lib.stats import mergers
from lib.stats.sampling.process import Process
from lib.stats.successors import first_year


def joined_text(dataset: Dataset, lang: str) -> str:
    """Bounds, chances, ranges and imputation of the 34 with their back-tests; "" without any.

    Args:
        dataset: that of the 63.
        lang: "vi" or "en".
    """
    tests, process = pseudo_tests(dataset), yearly_process(dataset)
    if tests is None or process is None:
        return ""
    values = _first_year_values(tests, process, lang) | _forecast_values(tests, lang)
    return t("about.m_joined", lang, **values)


def _first_year_values(tests: PseudoTests, process: Process, lang: str) -> dict[str, object]:
    def percent(value: float) -> str:
        return phrases.format_percent(value, lang)

    def bound(size: int) -> str:
        shares = {str(member): 1 / size for member in range(size)}
        sd = first_year.change_variance(process, shares) ** 0.5
        return format_number(first_year.QUANTILE * sd, 2, lang)

    table, by_year, (alarms, years) = tests.first_year, tests.by_year["within"], tests.alarms
    return {
        "first": by_year.index[0] - 1,
        "last": by_year.index[-1],
        **{f"bound_{size}": bound(size) for size in (1, 2, 3)},
        "passing": format_number(process.passing, 2, lang),
        "lasting": format_number(process.lasting_change, 2, lang),
        "correlation": format_number(first_year.MEMBER_CORRELATION, 2, lang),
        "n": int(table.at["merged", "n"]),
        "within": percent(table.at["merged", "within"]),
        "within_2": percent(table.at["2", "within"]),
        "within_3": percent(table.at["3", "within"]),
        "above": percent(table.at["merged", "above"]),
        "below": percent(table.at["merged", "below"]),
        "by_year": "; ".join(f"{year}: {percent(by_year[year])}" for year in by_year.index),
        "errors": format_number(first_year.FRAME_ERRORS, 0, lang),
        "alarms": alarms,
        "years": years,
    }


def levels_text(dataset: Dataset, lang: str) -> str:
    """How the 34 are forecast from their second year on, with its back-tests; "" without any.

    Args:
        dataset: that of the 63.
        lang: "vi" or "en".
    """
    tests, process = pseudo_tests(dataset), yearly_process(dataset)
    if tests is None or process is None or tests.by_levels is None:
        return ""
    return t(
        "about.m_levels",
        lang,
        least=LEAST_YEARS,
        passing=format_number(process.passing, 2, lang),
        level=format_number(process.level, 2, lang),
        correlation=format_number(first_year.MEMBER_CORRELATION, 2, lang),
        keeps=format_number(process.persistence, 2, lang),
        width=format_number(tests.by_levels.ranges.at["all", "width"], 0, lang),
        **_tested_values(tests.by_levels, lang),
    )


def _tested_values(tests: ForecastTests, lang: str) -> dict[str, object]:
    """The placeholders on how often ranges held, and on Brier scores."""

    def percent(value: float) -> str:
        return phrases.format_percent(value, lang)

    ranges = tests.ranges
    unskilled = [str(group) for group, row in tests.skill.iterrows() if not row["is_skilled"]]
    return {
        "ranges": percent(ranges.at["all", "within"]),
        "n_ranges": int(ranges.at["all", "n"]),
        "ranges_merged": percent(ranges.at["merged", "within"]),
        "ranges_single": percent(ranges.at["unmerged", "within"]),
        "ranges_by_year": "; ".join(
            f"{year}: {percent(share)}" for year, share in tests.ranges_by_year.items()
        ),
        **{
            name: format_number(tests.chances[name], 3, lang)
            for name in ("model", "transition", "base_rates")
        },
        "n_chances": int(tests.chances["n"]),
        "unskilled": ", ".join(unskilled) or t("say.none", lang),
    }


def _forecast_values(tests: PseudoTests, lang: str) -> dict[str, object]:
    def percent(value: float) -> str:
        return phrases.format_percent(value, lang)

    imputation = tests.imputation
    return {
        **_tested_values(tests.by_changes, lang),
        **{
            f"{short}_{size}": format_number(imputation.at[size, name], 2, lang)
            for size in (2, 3)
            for short, name in (("imputed", "imputed"), ("left", "left_out"))
        },
        "lead": percent(tests.lead_left),
        "leads": tests.leads,
        "kept": percent(mergers.LASTING_LEAD),
    }

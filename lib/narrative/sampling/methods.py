"""The methods with standard errors in words, with every constant and how the verdicts did."""

from statistics import median

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model import sampling
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_year
from lib.narrative import phrases
from lib.stats.changes.residual_badges import FALSE_DISCOVERY_RATE
from lib.stats.forecasts import next_year, rank_uncertainty
from lib.stats.ranking import TOTAL
from lib.stats.sampling import changes, ranks, standard_errors


def method_texts(dataset: Dataset, lang: str) -> list[str]:
    """What is printed, how errors are moderated, the two verdicts; [] without margins.

    Args:
        dataset: that of the 63.
        lang: "vi" or "en".
    """
    years = sorted(int(year) for year in dataset.tables.margins["year"].unique())
    found = {year: sampling.margins(dataset_of_year(dataset, year), year) for year in years}
    known = {year: margins for year, margins in found.items() if margins is not None}
    if not known:
        return []
    found_levels = [margins.level for margins in known.values()]
    levels = [level for level in found_levels if level is not None and level.is_known]
    texts = []
    if levels:
        texts.append(
            t(
                "about.m_margins",
                lang,
                years=phrases.join_list([str(year) for year in known], lang),
                multiple=format_number(
                    median(level.multiple for level in levels),
                    min(level.decimals for level in levels),
                    lang,
                ),
                level=round(100 * median(level.level for level in levels)),
            )
        )
    texts.append(t("about.m_moderated", lang, **_moderation_values(known, lang)))
    verdicts = _verdict_values(dataset, lang)
    return [*texts, *([t("about.m_verdicts", lang, **verdicts)] if verdicts else [])]


def _moderation_values(known: dict[int, sampling.Margins], lang: str) -> dict[str, object]:
    """The common error of each year and the constants of the simulation."""
    common = []
    for year, margins in known.items():
        errors = margins.errors
        df = "∞" if errors.common_df == float("inf") else format_number(errors.common_df, 1, lang)
        if errors.common > 0:
            s0 = format_number(errors.common, 2, lang)
            common.append(f"{year}: s₀ = {s0}, d₀ = {df}")
    return {
        "df": format_number(standard_errors.ERROR_DF, 0, lang),
        "least": standard_errors.MIN_ERRORS,
        "common": "; ".join(common) or t("say.none", lang),
        "draws": format_number(rank_uncertainty.DRAWS, 0, lang),
        "seed": next_year.SEED,
        "distinct": format_number(ranks.DISTINCT, 2, lang),
    }


def _verdict_values(dataset: Dataset, lang: str) -> dict[str, object]:
    """The variances behind the verdicts and how they did; {} where too few years compare."""
    moves = sampling.process(dataset, dataset.years[-1])
    if moves is None:
        return {}
    judged = dataset.badges[dataset.badges["measure"] == TOTAL]
    tested = changes.backtest_lasting(judged, moves.passing, moves.lasting_change)
    return {
        "correlation": format_number(changes.CORRELATION, 1, lang),
        "rate": phrases.format_percent(FALSE_DISCOVERY_RATE, lang),
        "passing": format_number(moves.passing, 2, lang),
        "lasting": format_number(moves.lasting_change, 2, lang),
        "high": phrases.format_percent(changes.HIGH, lang),
        "middle": phrases.format_percent(changes.MIDDLE, lang),
        "n": int(tested["n"].sum()),
        "keeps": format_number(moves.persistence, 2, lang),
        "level_variance": format_number(moves.level, 2, lang),
        **{
            f"kept_{verdict}": phrases.format_percent(kept, lang)
            for verdict, kept in tested["kept"].items()
        },
    }

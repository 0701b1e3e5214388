"""A scenario of gains: what the URL asks for, where it leads, ready-made ones.

Gains are what a good year adds in a sub-dimension; what comes anyhow is added to all of them.

``scenario_outcome`` and ``ready_made_scenarios`` raise LookupError where the view's province has no
total in its year.
"""

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.url_parameters import Notice
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.targets.choice import (
    expected_phrase,
    format_cases,
    gains_frequency,
    is_possible_target,
    target_label,
    target_mix,
)
from lib.stats import targets
from lib.stats.targets import Outcome


def notices(dataset: Dataset, view: View) -> list[Notice]:
    """What the URL asks for that this province and year do not allow.

    Raises:
        LookupError: The URL asks for a rank and the province has no total in the view's year.
    """
    out = []
    if view.target and not is_possible_target(dataset, view):
        own_total = dataset.total_position(view.year, view.province)
        values = {"value": view.target, "year": view.year, "scored": own_total["scored"]}
        values["max"] = dataset.max_score(view.year)
        out.append(Notice("target_year", tuple((k, str(v)) for k, v in values.items())))
    largest, lang = _largest_gains(dataset, view), view.lang
    reduced = "; ".join(
        f"{m}: {format_number(points, 2, lang)} → {format_number(largest.get(m, 0.0), 2, lang)}"
        for m, points in _requested_gains(view).items()
        if points > largest.get(m, 0.0)
    )
    if reduced:
        out.append(Notice("gains_most", (("list", reduced),)))
    return out


def scenario_gains(dataset: Dataset, view: View) -> dict[str, float]:
    """The view's gains by sub-dimension (points, steps of 0.01), each at most a good year's."""
    largest = _largest_gains(dataset, view)
    allowed = {m: min(points, largest.get(m, 0.0)) for m, points in _requested_gains(view).items()}
    return {measure: points for measure, points in allowed.items() if points > 0}


def format_gains(gains: dict[str, float]) -> str:
    """Gains as the URL writes them: "1.3:0.22,6.2:0.45"; zeros are left out."""
    return ",".join(f"{m}:{points:.2f}" for m, points in sorted(gains.items()) if points > 0)


def ready_made_scenarios(dataset: Dataset, view: View) -> dict[str, str]:
    """Ready-made scenarios as the URL writes them, by the last part of their text key.

    "solution" reaches the target; it is left out where the target needs no gain or is out of reach.
    """
    table = dataset.split_gains(view.province, view.year).set_index("measure")
    mix = target_mix(dataset, view)
    out = {"good": format_gains(table["extra"].to_dict()), "clear": ""}
    if len(mix.gains) and mix.feasible:
        out = {"solution": format_gains(mix.gains.set_index("measure")["gain"].to_dict())} | out
    return out


def scenario_outcome(dataset: Dataset, view: View) -> tuple[str, list[KeyFigure]]:
    """Where the scenario leads: one sentence, and total, rank, group, change and target."""
    gains = scenario_gains(dataset, view)
    expected = target_mix(dataset, view).expected
    outcome = targets.outcome_of_gains(
        dataset.positions_of_year(view.year), view.province, view.year, gains, expected
    )
    if outcome is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    title = t(
        "targets.what_if_title" if gains else "targets.what_if_none",
        view.lang,
        name=dataset.name_in_sentence(view.province, view.lang),
        gain=format_number(sum(gains.values()), 2, view.lang),
        anyhow=expected_phrase(expected, view.lang),
        rank=outcome.rank,
        group=phrases.group_name(outcome.group, view.lang).lower(),
    )
    return title, _outcome_figures(dataset, view, outcome, gains)


def _outcome_figures(
    dataset: Dataset, view: View, outcome: Outcome, gains: dict[str, float]
) -> list[KeyFigure]:
    """Total, rank, group, change and target after the scenario, beside what they are now."""
    lang = view.lang
    own_total = dataset.total_position(view.year, view.province)
    mix = target_mix(dataset, view)
    missing = max(0.0, round(mix.required_total - outcome.total, 6))
    group_now = phrases.group_name(own_total["group"], lang).lower()
    return [
        KeyFigure(
            t("overview.kpi_score", lang),
            format_number(outcome.total, 2, lang),
            f"/{dataset.max_score(view.year)}",
            t("targets.now", lang, what=format_number(own_total["score"], 2, lang)),
        ),
        KeyFigure(
            t("overview.kpi_rank", lang),
            str(outcome.rank),
            f"/{len(dataset.provinces)}",
            t(
                "targets.if_others_stay",
                lang,
                change=phrases.rank_change_phrase(int(own_total["rank"]) - outcome.rank, lang),
            ),
        ),
        KeyFigure(
            t("overview.kpi_group", lang),
            phrases.group_name(outcome.group, lang),
            "",
            t("targets.same_group", lang)
            if outcome.group == own_total["group"]
            else t("targets.now", lang, what=group_now),
        ),
        KeyFigure(
            t("targets.kpi_change", lang),
            format_signed(outcome.change, 2, lang),
            t("targets.kpi_points", lang),
            _change_note(mix.expected, gains, lang),
        ),
        KeyFigure(
            target_label(dataset, view, mix.target),
            t("targets.kpi_met" if not missing else "targets.kpi_not_met", lang),
            "",
            t("targets.kpi_missing", lang, gap=format_number(missing, 2, lang)) if missing else "",
        ),
    ]


def _change_note(expected: float, gains: dict[str, float], lang: str) -> str:
    """What of the change comes anyhow, and what the scenario adds."""
    note = expected_phrase(expected, lang)
    if not gains:
        return note
    added = format_number(sum(gains.values()), 2, lang)
    return note + t("targets.parts", lang, gain=added, n=len(gains))


def scenario_parts(dataset: Dataset, view: View) -> str:
    """The scenario in one line, and how often the like came true; "" without gains.

    "6.2 Giáo dục tiểu học công lập +0,13; …".
    """
    lang, gains = view.lang, scenario_gains(dataset, view)
    parts = "; ".join(
        f"{phrases.name_with_code(dataset, measure, lang)} {format_signed(points, 2, lang)}"
        for measure, points in sorted(gains.items(), key=lambda part: (-part[1], part[0]))
    )
    frequency = gains_frequency(dataset, view, gains)
    if frequency is None:
        return parts
    total, each = (
        format_cases(fraction, frequency.n, lang)
        for fraction in (frequency.reached, frequency.all_reached)
    )
    told = t("targets.frequency", lang, n=frequency.n, total=total, each=each)
    return f"{parts}. {told}"


def slider_label(dataset: Dataset, view: View, measure: str) -> str:
    """A slider's label: the sub-dimension, its score, the most that it may gain."""
    score = dataset.scores_of(view.year, view.province)[measure]
    return t(
        "targets.slider",
        view.lang,
        measure=phrases.name_with_code(dataset, measure, view.lang),
        score=format_number(score, 2, view.lang),
        most=format_signed(_largest_gains(dataset, view)[measure], 2, view.lang),
    )


def no_slider_note(dataset: Dataset, view: View, dimension: str) -> str:
    """Which sub-dimensions of a dimension have no slider, and why; "" where all have one."""
    table = dataset.split_gains(view.province, view.year)
    none = table.loc[(table["dimension"] == dimension) & (table["extra"] == 0), "measure"]
    names = [phrases.name_with_code(dataset, measure, view.lang) for measure in sorted(none)]
    if not names:
        return ""
    return t("targets.no_slider", view.lang, list="; ".join(names))


def _requested_gains(view: View) -> dict[str, float]:
    """The gains that the URL asks for, however large, in steps of 0.01."""
    parts = (part.partition(":") for part in view.gains.split(",") if part)
    return {measure: round(float(points), 2) for measure, _, points in parts}


def _largest_gains(dataset: Dataset, view: View) -> dict[str, float]:
    """What a good year adds, by sub-dimension."""
    return _extra_gains(dataset, view.province, view.year)


@memoized
def _extra_gains(dataset: Dataset, province: str, year: int) -> dict[str, float]:
    table = dataset.split_gains(province, year)
    return dict(zip(table["measure"], table["extra"].astype(float), strict=True))

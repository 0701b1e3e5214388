"""A scenario of gains: what the URL asks for, where it leads, ready-made ones."""

import numpy as np

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.url_parameters import Notice
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.targets.choice import _is_possible, _own_total, target_label, target_mix
from lib.stats import targets


def notices(dataset: Dataset, view: View) -> list[Notice]:
    """What in the address does not fit this province and year."""
    out = []
    if view.target and not _is_possible(dataset, view):
        own = _own_total(dataset, view)
        values = {"value": view.target, "year": view.year, "scored": own["scored"]}
        values["max"] = dataset.max_score(view.year)
        out.append(Notice("target_year", tuple((k, str(v)) for k, v in values.items())))
    most, lang = _largest_gains(dataset, view), view.lang
    above = {m: points for m, points in _requested_gains(view).items() if points > most.get(m, 0.0)}
    cut = "; ".join(
        f"{m}: {format_number(points, 2, lang)} → {format_number(most.get(m, 0.0), 2, lang)}"
        for m, points in above.items()
    )
    if cut:
        out.append(Notice("gains_most", (("list", cut),)))
    return out


def scenario_gains(dataset: Dataset, view: View) -> dict[str, float]:
    """The view's gains by sub-dimension (points, steps of 0.01), none above what is attainable."""
    most = _largest_gains(dataset, view)
    kept = {m: min(points, most.get(m, 0.0)) for m, points in _requested_gains(view).items()}
    return {measure: points for measure, points in kept.items() if points > 0}


def format_gains(gains: dict[str, float]) -> str:
    """Gains as the address writes them: "1.3:0.22,6.2:0.45"; zeros are left out."""
    return ",".join(f"{m}:{points:.2f}" for m, points in sorted(gains.items()) if points > 0)


def ready_made_scenarios(dataset: Dataset, view: View) -> dict[str, str]:
    """Ready-made scenarios by the name of their text, as the address writes them."""
    table = dataset.attainable_gains(view.province, view.year).set_index("measure")
    found = target_mix(dataset, view)
    out = {
        "typical": format_gains(table["typical"].to_dict()),
        "good": format_gains(table["attainable"].to_dict()),
        "clear": "",
    }
    # Where the target is met there is nothing to fill in, where it is too far only all there is.
    if len(found.gains) and found.feasible:
        mix = found.gains.set_index("measure")["gain"].astype(float)
        # Rounded up to whole steps, so that the target is reached and not missed by a hair.
        out = {"solution": format_gains((np.ceil(mix * 100 - 1e-6) / 100).to_dict())} | out
    return out


def scenario_outcome(dataset: Dataset, view: View) -> tuple[str, list[KeyFigure]]:
    """Where the scenario leads: one sentence, and total, rank, group, change, target."""
    lang = view.lang
    own = _own_total(dataset, view)
    gains = scenario_gains(dataset, view)
    after = targets.outcome_of_gains(dataset.positions, view.province, view.year, gains)
    if after is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    found = target_mix(dataset, view)
    missing = max(0.0, round(found.mark - after.total, 6))
    places = int(own["rank"]) - after.rank
    same = after.group == own["group"]
    title = t("targets.what_if_none", lang, year=view.year)
    if gains:
        title = t(
            "targets.what_if_title",
            lang,
            name=dataset.province_name(view.province, lang),
            gain=format_number(after.change, 2, lang),
            rank=after.rank,
            group=phrases.group_name(after.group, lang).lower(),
        )
    return title, [
        KeyFigure(
            t("overview.kpi_score", lang),
            format_number(after.total, 2, lang),
            f"/{dataset.max_score(view.year)}",
            t("targets.now", lang, what=format_number(own["score"], 2, lang)),
        ),
        KeyFigure(
            t("overview.kpi_rank", lang),
            str(after.rank),
            f"/{len(dataset.provinces)}",
            phrases.rank_change_phrase(places, lang),
        ),
        KeyFigure(
            t("overview.kpi_group", lang),
            phrases.group_name(after.group, lang),
            "",
            t("targets.same_group", lang)
            if same
            else t("targets.now", lang, what=phrases.group_name(own["group"], lang).lower()),
        ),
        KeyFigure(
            t("targets.kpi_change", lang),
            format_signed(after.change, 2, lang),
            t("targets.kpi_points", lang),
            t("targets.parts", lang, n=len(gains)) if gains else "",
        ),
        KeyFigure(
            target_label(found.target, lang),
            t("targets.kpi_met" if not missing else "targets.kpi_not_met", lang),
            "",
            t("targets.kpi_missing", lang, gap=format_number(missing, 2, lang)) if missing else "",
        ),
    ]


def scenario_parts(dataset: Dataset, view: View) -> str:
    """The scenario in one line: "6.2 Giáo dục tiểu học công lập +0,45; …"; "" without gains."""
    gains = sorted(scenario_gains(dataset, view).items(), key=lambda part: (-part[1], part[0]))
    return "; ".join(
        f"{measure} {dataset.measure_name(measure, view.lang)} {format_signed(points, 2, view.lang)}"
        for measure, points in gains
    )


def slider_label(dataset: Dataset, view: View, measure: str) -> str:
    """A slider's name: the sub-dimension, its score, the most that it may gain."""
    row = dataset.attainable_gains(view.province, view.year).set_index("measure").loc[measure]
    return t(
        "targets.slider",
        view.lang,
        measure=f"{measure} {dataset.measure_name(measure, view.lang)}",
        score=format_number(row["score"], 2, view.lang),
        most=format_signed(row["attainable"], 2, view.lang),
    )


def no_slider_note(dataset: Dataset, view: View, dimension: str) -> str:
    """Which sub-dimensions of a dimension have no slider, and why; "" where all have one."""
    table = dataset.attainable_gains(view.province, view.year)
    none = table[(table["dimension"] == dimension) & (table["attainable"] == 0)]
    names = [f"{m} {dataset.measure_name(m, view.lang)}" for m in sorted(none["measure"])]
    if not names:
        return ""
    return t("targets.no_slider", view.lang, list="; ".join(names))


def _requested_gains(view: View) -> dict[str, float]:
    """The gains in the address as they stand there, in steps of 0.01."""
    parts = (part.partition(":") for part in view.gains.split(",") if part)
    return {measure: round(float(points), 2) for measure, _, points in parts}


def _largest_gains(dataset: Dataset, view: View) -> dict[str, float]:
    table = dataset.attainable_gains(view.province, view.year)
    return dict(zip(table["measure"], table["attainable"].astype(float), strict=True))

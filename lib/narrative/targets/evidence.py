"""What the chances of each group are based on, and gains of other provinces to learn from."""

from dataclasses import dataclass

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.learning.forecasts import forecasts_by_levels
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.successors.tests import ranges_sentence as pseudo_ranges
from lib.narrative.targets import chances, choice
from lib.stats import attainable_gains
from lib.stats.backtest import ALL_YEARS, summarize_backtest
from lib.stats.changes import lasting_gains
from lib.stats.forecasts import skill, threshold_moves
from lib.stats.ranking import is_sub_dimension
from lib.stats.targets import Target

_MAX_EXAMPLES = 5  # rows of the table of examples
_NAMED_PARTS = 3  # sub-dimensions named in each


@dataclass(frozen=True)
class GainExample:
    """A gain of another province that lasted for a year, in words.

    Attributes:
        province: its code.
        year: the year that it gained in.
        years: "2022 → 2023", with a mark where much was measured differently.
        scores: the totals before, after, and a year later.
        beyond: the gain on the median beyond what comes anyhow, in points, with its sign.
        kept: what of the gain on the median was left a year later.
        ranks: the ranks before, after, and a year later.
        largest_parts: the sub-dimensions that gained most.
    """

    province: str
    year: int
    years: str
    scores: str
    beyond: str
    kept: str
    ranks: str
    largest_parts: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the table's columns."""
        return self.years, self.scores, self.beyond, self.kept, self.ranks, self.largest_parts


def forecast_evidence(dataset: Dataset, view: View) -> list[str]:
    """What the chances are based on and how well such forecasts did, in sentences.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    lang = view.lang
    group = int(dataset.total_position(view.year, view.province)["group"])
    sentences = [
        _basis_sentence(dataset, view),
        _shares_sentence(dataset, view, group),
        _skill_sentence(dataset, group, lang),
        _calibration_sentence(dataset, group, lang),
        chances.range_phrase(dataset, view),
        range_test(dataset, lang),
        *_poor_years(dataset, lang),
    ]
    if dataset.learns_from_63:
        sentences = [references_note(dataset, lang), *sentences, pseudo_ranges(dataset, lang)]
    elif chances.is_last_of_63(dataset, view):
        sentences.append(t("targets.chance_merged", lang))
    return [sentence for sentence in sentences if sentence]


def _basis_sentence(dataset: Dataset, view: View) -> str:
    """What the chances rest on: past changes, or, of the 34 with several years, lasting levels."""
    if forecasts_by_levels(dataset):
        return t("successor.levels", view.lang)
    # In the first year of the 34 no change of theirs is known.
    year = successors.last_year_of_63(dataset) if dataset.learns_from_63 else view.year
    return t("targets.chance_basis", view.lang, year=year)


def _shares_sentence(dataset: Dataset, view: View, group: int) -> str:
    """Why the chance of the next group is not the proportion of all provinces of the group.

    "" where the page does not show both.
    """
    chance, outlook = chances.target_chance(dataset, view), chances.group_outlook(dataset, view)
    if chance is None or outlook is None or outlook.is_skilled:
        return ""
    if choice.chosen_target(dataset, view) != Target("group", group - 1):
        return ""
    return t(
        "targets.shares",
        view.lang,
        chance=chances.format_chance(chance, view.lang),
        everyone=phrases.format_percent(chances.moves_from(outlook, group).up, view.lang),
        group=phrases.group_name(group, view.lang).lower(),
    )


def _skill_sentence(dataset: Dataset, group: int, lang: str) -> str:
    """Whether a province's own chances from its group knew more than those of all."""
    table = dataset.forecast_skill
    if group not in table.index:
        return ""
    key = "targets.chance_skilled" if chances.is_skilled(dataset, group) else "targets.chance_even"
    return t(
        key,
        lang,
        group=phrases.group_name(group, lang).lower(),
        n=int(table.loc[group, "n"]),
        right=phrases.format_percent(table.loc[group, "modal_right"], lang),
    )


@memoized
def range_test(dataset: Dataset, lang: str) -> str:
    """How often the thresholds stayed within the range of their past moves; "" if untested."""
    table = threshold_moves.backtest_moves(dataset.threshold_moves)
    if table.empty:
        return ""
    within = (table["n"] * table["coverage"]).round().astype(int)
    last = table.index[-2]  # the row before that of all years
    return t(
        "targets.moved_test",
        lang,
        within=within[ALL_YEARS],
        n=int(table.loc[ALL_YEARS, "n"]),
        year=last,
        last=within[last],
        of=int(table.loc[last, "n"]),
    )


def _calibration_sentence(dataset: Dataset, group: int, lang: str) -> str:
    """How often provinces of a group rose to the next one, and how often they were said to."""
    tested = chances.calibration(dataset, group)
    if tested is None:
        return ""
    said, came = (phrases.format_percent(value, lang) for value in tested[:2])
    return t("targets.chance_calibrated", lang, n=tested.n, said=said, came=came)


@memoized
def _poor_years(dataset: Dataset, lang: str) -> list[str]:
    """The years in which the chances knew less than the proportions of all."""
    scores = skill.score_forecasts(dataset.past_forecasts, dataset.tested_changes)
    table = summarize_backtest(scores[["model", "base_rates"]], scores["year"])
    years = table.drop(index=ALL_YEARS, errors="ignore")
    poor = years.index[years["model"] > years["base_rates"]]
    return [t("targets.chance_worse", lang, year=year) for year in poor]


def _kept(fraction: float, lang: str) -> str:
    """What was left of a gain; it may have grown since."""
    return t("targets.kept_all", lang) if fraction >= 1 else phrases.format_percent(fraction, lang)


@memoized_up_to(VIEWS)
def _lasting_gains(dataset: Dataset, province: str, year: int) -> pd.DataFrame:
    """See ``lasting_gains.find_lasting_gains``; those of years with many breaks come last.

    For one of the 34 gains of its members, then of the 63 (``successors.cases_to_learn_from``).
    """
    if dataset.units == "34":
        cases = successors.cases_to_learn_from(dataset, province, year, _MAX_EXAMPLES)
        return cases.sort_values("many_breaks", kind="stable")
    gap = dataset.total_position(year, province)["gap_q50"]
    judged = successors.judged_gains(dataset, year)
    found = lasting_gains.choose_gains(judged, province, gap, n=_MAX_EXAMPLES)
    return found.sort_values("many_breaks", kind="stable")


def least_example_gain(dataset: Dataset, view: View) -> float:
    """The points from which on a gain is an example (see ``lasting_gains``); NaN if unknown."""
    base = successors.of_63(dataset)
    return base.spread_of_change(min(view.year, base.years[-1]))


def gain_examples(dataset: Dataset, view: View) -> list[GainExample]:
    """Gains beyond the expected, from a standing like the chosen province's, that lasted."""
    lang = view.lang

    def arrows(*values: str) -> str:
        return " → ".join(values)

    return [
        GainExample(
            row.province,
            int(row.year),
            years=arrows(str(row.year - 1), str(row.year))
            + (t("targets.learn_mark", lang) if row.many_breaks else ""),
            scores=arrows(
                *(format_number(score, 2, lang) for score in (row.start, row.end, row.next_score))
            ),
            beyond=format_signed(row.beyond, 2, lang),
            kept=_kept(row.kept, lang),
            ranks=arrows(*(str(int(r)) for r in (row.start_rank, row.end_rank, row.next_rank))),
            largest_parts=_largest_parts(dataset, row.province, row.year, lang),
        )
        for row in _lasting_gains(dataset, view.province, view.year).itertuples(index=False)
    ]


@memoized_up_to(VIEWS)
def _largest_parts(dataset: Dataset, province: str, year: int, lang: str) -> str:
    """The sub-dimensions in which a province gained most in a year, with their gains."""
    changes = successors.of_63(dataset).changes_of_year(year)
    parts = attainable_gains.gains_by_part(changes, province, year)
    subs = parts[is_sub_dimension(parts["measure"]) & (parts["gain"] > 0)]
    return "; ".join(
        f"{phrases.name_with_code(dataset, measure, lang)} {format_signed(gain, 2, lang)}"
        for measure, gain in subs[["measure", "gain"]].head(_NAMED_PARTS).itertuples(index=False)
    )


def redefinition_note(dataset: Dataset, view: View) -> str:
    """What the mark in these gains means; "" where none has it."""
    rows = _lasting_gains(dataset, view.province, view.year)
    marked = rows[rows["many_breaks"]]
    if marked.empty:
        return ""
    row = marked.iloc[0]
    return t("targets.learn_break", view.lang, year=int(row["year"]), n=int(row["n_breaks"]))


def example_name(dataset: Dataset, example: GainExample, lang: str) -> str:
    """Who gained: one of the 63, told from a merged province of that name."""
    if dataset.units == "63":
        return dataset.province_name(example.province, lang)
    return dataset.member_name(example.province, lang)


def references_note(dataset: Dataset, lang: str) -> str:
    """That gains and chances of the 34 are learnt from the 63; "" where they are not."""
    if not dataset.learns_from_63:
        return ""
    return t("successor.references", lang, year=successors.last_year_of_63(dataset))


def gain_examples_title(dataset: Dataset, view: View, examples: list[GainExample]) -> str:
    """The largest of these gains in one sentence, or that there is none."""
    lang = view.lang
    name = dataset.name_in_sentence(view.province, lang)
    if not examples:
        group = dataset.total_position(view.year, view.province)["group"]
        key = "targets.learn_none_top" if group == 1 else "targets.learn_none"
        return t(key, lang, name=name, year=view.year)
    largest = examples[0]
    is_member = dataset.units == "34" and largest.province in dataset.members[view.province]
    key = "successor.learn_title" if is_member else "targets.learn_title"
    if is_member and not dataset.is_merged(view.province):
        key = "successor.learn_title_same"
    return t(
        key,
        lang,
        first=example_name(dataset, largest, lang),
        beyond=largest.beyond.lstrip("+"),
        kept=largest.kept,
        year=largest.year,
        name=name,
    )

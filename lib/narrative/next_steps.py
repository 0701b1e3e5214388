"""The next steps that the figures suggest: where most is to gain, what a plan leaves out.

Nothing here is advice on how to govern; each sentence says what the data show. Where most is to
gain is what a good year adds to what comes anyhow (``stats.gains.two_parts``).
"""

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import first_that_fits, fit_clauses
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import Paragraph
from lib.narrative.plan import results
from lib.narrative.targets import chances, choice, evidence

NAMED_GAINS = 3  # sub-dimensions named


def headline(dataset: Dataset, view: View) -> str:
    """Where most is to gain, and whether a plan addresses it; "" where no gains are known."""
    lang = view.lang
    if not choice.has_references(dataset, view):
        return ""
    gains, are_below = _largest_gains(dataset, view)
    top = gains.iloc[0]
    coded = t("say.by_code", lang, code=top["measure"])
    names = (
        phrases.full_name_in_sentence(dataset, top["measure"], lang),
        coded if lang == "en" else phrases.lower_first(coded),
    )
    key = "steps.headline_below" if are_below else "steps.headline"
    gain = format_number(top["extra"], 2, lang)
    sentence = first_that_fits(*(t(key, lang, measure=name, gain=gain) for name in names))
    covered = results.coverage(dataset, view)
    unaddressed = covered.loc[~covered["addressed"], "measure"] if len(covered) else []
    if top["measure"] not in set(unaddressed):
        return sentence
    return fit_clauses(sentence, t("steps.headline_blind", lang))


def next_steps(dataset: Dataset, view: View) -> list[Paragraph]:
    """The largest gains, what the plan leaves out, an example to learn from, next year's ranks."""
    texts = {
        "gain": _largest_gains_sentence(dataset, view),
        "blind": _unaddressed_sentence(dataset, view),
        "learn": _example_sentence(dataset, view),
        "ready": _next_year_sentence(dataset, view),
    }
    return [
        Paragraph(t(f"steps.h_{name}", view.lang), text) for name, text in texts.items() if text
    ]


def _largest_gains(dataset: Dataset, view: View) -> tuple[pd.DataFrame, bool]:
    """What a good year adds, most first, and whether only below the national median.

    A province may gain most where it stands high; where to act is asked of what lies below the
    median. All sub-dimensions where none of them does.
    """
    gains = dataset.split_gains(view.province, view.year)
    positions = dataset.positions_of_year(view.year)
    own = positions[positions["province"] == view.province]
    low = gains[gains["measure"].isin(own.loc[own["gap_q50"] < 0, "measure"])]
    return (low, True) if len(low) and low["extra"].max() > 0 else (gains, False)


def _list_with_gains(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """ "6.2 Public primary education (+0.45) and ...": sub-dimensions and what a good year adds."""
    return phrases.join_with_notes(
        (
            (phrases.name_with_code(dataset, m, view.lang), format_signed(gain, 2, view.lang))
            for m, gain in zip(table["measure"], table["extra"], strict=True)
        ),
        view.lang,
    )


def _largest_gains_sentence(dataset: Dataset, view: View) -> str:
    if not choice.has_references(dataset, view):
        return ""
    gains, are_below = _largest_gains(dataset, view)
    names = _list_with_gains(dataset, view, gains.head(NAMED_GAINS))
    return t("steps.gain_below" if are_below else "steps.gain", view.lang, names=names)


def _unaddressed_sentence(dataset: Dataset, view: View) -> str:
    covered = results.coverage(dataset, view)
    if covered.empty or covered["addressed"].all():
        return ""
    unaddressed = covered[~covered["addressed"]].sort_values("extra", ascending=False)
    return t(
        "steps.blind",
        view.lang,
        plan=results.required_plan(dataset, view)["plan"],
        source=results.source_kind(dataset, view),
        n=len(unaddressed),
        year=int(results.required_plan(dataset, view)["base_year"]),
        names=_list_with_gains(dataset, view, unaddressed.head(NAMED_GAINS)),
    )


def _example_sentence(dataset: Dataset, view: View) -> str:
    examples = evidence.gain_examples(dataset, view)
    if not examples:
        return ""
    largest, lang = examples[0], view.lang
    return t(
        "steps.learn",
        lang,
        name=evidence.example_name(dataset, largest, lang),
        years=largest.years,
        beyond=largest.beyond.lstrip("+"),
        kept=largest.kept,
        ranks=largest.ranks,
        most=largest.largest_parts,
    )


def _next_year_sentence(dataset: Dataset, view: View) -> str:
    ranks = chances.range_phrase(dataset, view)
    return t("steps.ready", view.lang, ranks=ranks) if ranks else ""

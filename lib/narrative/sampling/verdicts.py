"""Two verdicts on a change: is it beyond sampling error, and will it last?

They are given where both years have a printed margin of the province's score.
"""

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model import sampling
from lib.model.dataset import Dataset
from lib.model.sampling import ChangeVerdict
from lib.model.view import View
from lib.narrative.elements import KeyFigure
from lib.stats.ranking import TOTAL
from lib.stats.sampling.changes import CORRELATION


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Beyond sampling, yes or no; lasting, low, middle or high; [] without margins."""
    lang = view.lang
    verdict = _verdict(dataset, view, view.measure)
    if verdict is None:
        return []
    figures = [
        KeyFigure(
            t("sampling.kpi_beyond", lang),
            t("sampling.yes" if verdict.is_beyond else "sampling.no", lang),
            "",
            t("sampling.kpi_beyond_note", lang, **_values(verdict, lang)),
        )
    ]
    if verdict.lasting is not None:
        lasting = verdict.lasting
        note = t("sampling.kpi_lasting_note", lang, **_lasting_values(verdict, lang))
        name = t(f"sampling.lasting_{lasting.verdict}", lang)
        figures.append(KeyFigure(t("sampling.kpi_lasting", lang), name, "", note))
    return figures


def sentences(dataset: Dataset, view: View, measure: str = TOTAL) -> list[str]:
    """Both verdicts in sentences; [] without margins."""
    lang = view.lang
    verdict = _verdict(dataset, view, measure)
    if verdict is None:
        return []
    key = "sampling.beyond" if verdict.is_beyond else "sampling.within"
    out = [t(key, lang, **_values(verdict, lang))]
    if verdict.lasting is not None:
        name = t(f"sampling.lasting_{verdict.lasting.verdict}", lang).lower()
        out.append(t("sampling.lasting", lang, verdict=name, **_lasting_values(verdict, lang)))
    return out


def short_phrase(dataset: Dataset, view: View, measure: str = TOTAL) -> str:
    """ "Vượt sai số lấy mẫu: không; bền vững: thấp."; "" without margins."""
    lang = view.lang
    verdict = _verdict(dataset, view, measure)
    if verdict is None or verdict.lasting is None:
        return ""
    return t(
        "sampling.short",
        lang,
        beyond=t("sampling.yes" if verdict.is_beyond else "sampling.no", lang).lower(),
        lasting=t(f"sampling.lasting_{verdict.lasting.verdict}", lang).lower(),
    )


def evidence(dataset: Dataset, view: View) -> list[str]:
    """The verdicts, the one with samples that go together, and next year's ranks.

    [] where the province has no margin in the view's year.
    """
    lang, found = view.lang, sentences(dataset, view, view.measure)
    verdict = _verdict(dataset, view, view.measure)
    out = [f"{' '.join(found)} {t('sampling.not_real', lang)}"] if found else []
    if verdict is not None:
        same = verdict.is_beyond == verdict.is_beyond_correlated
        key = "same" if same else "beyond" if verdict.is_beyond_correlated else "within"
        correlation = format_number(CORRELATION, 1, lang)
        ratio = format_number(abs(verdict.correlated.ratio), 1, lang)
        out.append(t(f"sampling.together_{key}", lang, correlation=correlation, ratio=ratio))
    elif _is_remeasured(dataset, view):
        out.append(t("sampling.remeasured", lang, year=view.year))
    ahead = sampling.next_year(dataset, view.year) if view.measure == TOTAL else None
    if ahead is not None and view.province in ahead.rows:
        ranks = ahead.rank_range(view.province)
        out.append(t("sampling.ahead", lang, best=ranks.best, worst=ranks.worst))
    return out


def _verdict(dataset: Dataset, view: View, measure: str) -> ChangeVerdict | None:
    """The verdicts on the change on the year before; None where the view counts from another."""
    if view.shown_since:
        return None
    return sampling.change_verdict(dataset, view.year, view.province, measure)


def _is_remeasured(dataset: Dataset, view: View) -> bool:
    """Whether no verdict is given because a part was measured anew, though margins are there."""
    if view.shown_since or not sampling.is_remeasured(dataset, view.year, view.measure):
        return False
    years = (view.year - 1, view.year)
    return all(sampling.margin(dataset, y, view.province, view.measure) is not None for y in years)


def _values(verdict: ChangeVerdict, lang: str) -> dict[str, object]:
    """The change of the gap and its size in standard errors, as texts."""
    return {
        "gap": format_signed(verdict.gap_change, 2, lang),
        "ratio": format_number(abs(verdict.sampled.ratio), 1, lang),
    }


def _lasting_values(verdict: ChangeVerdict, lang: str) -> dict[str, object]:
    """What is likely to stay and how uncertain that is, as texts."""
    if verdict.lasting is None:
        return {}
    return {
        "beyond": format_signed(verdict.residual, 2, lang),
        "expected": format_signed(verdict.lasting.expected, 2, lang),
        "sd": format_number(verdict.lasting.sd, 2, lang),
    }

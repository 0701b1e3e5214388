"""The map in words: its headline, its subtitle, the numbers at provinces' names."""

from lib.common.numbers import format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL


def headline(dataset: Dataset, view: View) -> str:
    """The map's conclusion about the chosen province."""
    lang = view.lang
    name = dataset.name_in_sentence(view.province, lang)
    own = dataset.position(view.year, view.measure, view.province)
    measure = phrases.view_measure_name(dataset, view, short=True)
    if own is None:
        uncounted = dataset.estimated and dataset.is_merged(view.province)
        key = "map.title_uncounted" if uncounted else "map.title_missing"
        return t(key, lang, name=name, measure=measure, year=view.year)
    if view.paint == "change":
        if own["change"] != own["change"]:
            return t("map.title_no_change", lang, name=name, measure=measure, year=view.year)
        return t(
            "map.title_change",
            lang,
            name=name,
            measure=measure,
            points=phrases.points_phrase(own["change"], lang),
            places=phrases.rank_change_phrase(int(own["change_rank"]), lang),
            before=own["prev_year"],
        )
    where = t(
        "map.title_total" if view.measure == TOTAL else "map.title_measure",
        lang,
        name=name,
        measure=measure,
        rank=own["rank"],
        scored=own["scored"],
        all=len(dataset.provinces),
        last=phrases.last_place_note(own, lang),
        group=phrases.group_name(own["group"], lang).lower(),
    )
    # Sub-dimensions lie so close together that being near a cut says little.
    near = "" if "." in view.measure else phrases.near_threshold_note(own, lang)
    sentence = f"{where}, {near}" if near else where
    return sentence[0].upper() + sentence[1:]


def province_labels(dataset: Dataset, view: View) -> dict[str, str]:
    """The number that stands at a province's name: its rank, on a map of change its change."""
    table = dataset.ranking(view.year, view.measure)
    if view.paint == "change":
        table = table[table["change"].notna()]
        texts = [format_signed(c, 2, view.lang) for c in table["change"]]
    else:
        texts = table["rank"].astype(str).tolist()
    return dict(zip(table["province"], texts, strict=True))


def subtitle(dataset: Dataset, view: View) -> str:
    """Measure, unit, year and coverage; for a change also what it is measured against."""
    if view.paint != "change":
        return phrases.measure_subtitle(dataset, view, view.measure)
    table = dataset.ranking(view.year, view.measure)
    text = t(
        "map.subtitle_change",
        view.lang,
        measure=phrases.view_measure_name(dataset, view),
        year=view.year,
        n=int(table["change"].notna().sum()),
        all=len(dataset.provinces),
    )
    if table["change"].isna().all():
        return f"{text}. {t('map.rescaled', view.lang)}"
    # A few provinces bridge a gap year; the note is for a change that concerns most.
    redefined = table["redefined"].mean() > 0.5
    return f"{text}. {t('map.redefined', view.lang)}" if redefined else text

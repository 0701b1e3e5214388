"""Title and subtitle of the tables on the page of dimensions."""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View


def sub_dimension_titles(dataset: Dataset, view: View, dimension: str) -> tuple[str, str]:
    """Title and subtitle of a dimension's table of sub-dimensions."""
    lang = view.lang
    name = dataset.measure_name(dimension, lang)
    province = dataset.name_in_sentence(view.province, lang)
    own_position = dataset.position(view.year, dimension, view.province)
    subs = dataset.positions_of(
        view.year, view.province, dataset.sub_dimensions(view.year, dimension)
    )
    subtitle = t("dimensions.drill_subtitle", lang, name=province, year=view.year)
    if own_position is None or subs.empty:
        title = t("dimensions.drill_partial", lang, dimension=name, name=province, year=view.year)
        return title, subtitle
    worst = subs.iloc[subs["percentile"].argmin()]
    title = t(
        "dimensions.drill_title",
        lang,
        dimension=name,
        rank=own_position["rank"],
        scored=own_position["scored"],
        worst=dataset.measure_name(worst["measure"], lang),
        worst_rank=worst["rank"],
    )
    return title, subtitle

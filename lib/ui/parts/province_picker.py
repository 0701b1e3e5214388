"""A field to find a province in: by its names, without diacritics, or by its code.

A choice is a link (``lib/ui/web/province_picker.js`` follows it), not a widget's value: it is in
the URL before the server knows of it. Streamlit's own field compares letter by letter, so that
"hue" does not find Huế, and speaks English where it finds nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.province_finder import other_names
from lib.model.view import View
from lib.ui.html import show_html
from lib.ui.parts.links import page_link
from lib.ui.session import current_slug

_CODE = "{}"  # stands for the code in the address that a choice leads to


def show_province_picker(
    dataset: Dataset,
    view: View,
    name: str,
    label: str,
    *,
    link_to: Callable[[str], Mapping[str, Any]],
    chosen: str = "",
    without: Sequence[str] = (),
    label_hidden: bool = False,
) -> None:
    """The field.

    Args:
        dataset: that of the page, whose provinces are the options (``picker_options``).
        view: what the page shows.
        name: of the field, one on a page.
        label: what is chosen.
        link_to: the fields of the view that the choice of a code changes.
        chosen: the code of the present choice; "" for none.
        without: codes that are not offered.
        label_hidden: whether only screen readers have the label.
    """
    lang = view.lang
    names = dataset.provinces_by_name(lang)
    show_html(
        "parts/province_picker",
        name=name,
        label=label,
        label_hidden=label_hidden,
        chosen=chosen,
        chosen_name=names.get(chosen, ""),
        href=page_link(view, current_slug(), "", **link_to(_CODE)).href,
        without=",".join(without),
        placeholder=t("picker.placeholder", lang),
        count=t("picker.count", lang, n=_CODE),
        not_found=t("picker.none", lang, text=_CODE),
    )


def show_picked_provinces(
    dataset: Dataset, view: View, changes: Mapping[str, Mapping[str, Any]]
) -> None:
    """Provinces that are chosen, each a link that takes it away; nothing where there are none.

    Args:
        dataset: knows their names.
        view: what the page shows.
        changes: by code, the fields of the view that differ without the province.
    """
    picked = [
        (dataset.province_name(code, view.lang), changed) for code, changed in changes.items()
    ]
    if picked:
        show_html(
            "parts/picked_provinces",
            items=[
                (page_link(view, current_slug(), name, **changed), remove_label(name, view))
                for name, changed in picked
            ],
        )


def remove_label(name: str, view: View) -> str:
    """What a link that takes a province away says to a screen reader."""
    return t("picker.remove", view.lang, name=name)


@memoized
def picker_options(dataset: Dataset, lang: str) -> str:
    """The options as province_picker.js reads them: "01|Hà Nội|Thủ đô Hà Nội;02|…"."""
    others = other_names(dataset, lang)
    names = dataset.provinces_by_name(lang)
    return ";".join("|".join((code, name, *others[code])) for code, name in names.items())

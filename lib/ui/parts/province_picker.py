"""A field to find a province in: by its names, without diacritics, or by its code.

A choice is a link (``lib/ui/web/province_picker.js`` follows it), not a widget's value: it is in
the URL before the server knows of it. Streamlit's own field compares letter by letter, so that
"hue" does not find Huế, and speaks English where it finds nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ProvincePicker:
    """A field as its template draws it.

    Attributes:
        name: of the field, one on a page.
        label: what is chosen.
        label_hidden: whether only screen readers have the label.
        href: where a choice leads, with ``%7B%7D`` for its code.
        chosen: the code of the present choice; "" for none.
        chosen_name: its name.
        without: codes that are not offered, with commas between.
        placeholder: what an empty field says.
        count: how many were found, with ``{}`` for the number.
        not_found: that none was, with ``{}`` for what was typed.
    """

    name: str
    label: str
    label_hidden: bool
    href: str
    chosen: str
    chosen_name: str
    without: str
    placeholder: str
    count: str
    not_found: str


def province_picker(
    dataset: Dataset,
    view: View,
    name: str,
    label: str,
    *,
    link_to: Callable[[str], Mapping[str, Any]],
    chosen: str = "",
    without: Sequence[str] = (),
    label_hidden: bool = False,
) -> ProvincePicker:
    """A field to find a province in.

    Args:
        dataset: that of the page, whose provinces are the options (``picker_options``).
        view: what the page shows.
        name: see ``ProvincePicker``, as ``label``, ``chosen`` and ``label_hidden``.
        link_to: the fields of the view that the choice of a code changes.
        without: codes that are not offered.
    """
    lang = view.lang
    return ProvincePicker(
        name,
        label,
        label_hidden,
        href=page_link(view, current_slug(), "", **link_to(_CODE)).href,
        chosen=chosen,
        chosen_name=dataset.provinces_by_name(lang).get(chosen, ""),
        without=",".join(without),
        placeholder=t("picker.placeholder", lang),
        count=t("picker.count", lang, n=_CODE),
        not_found=t("picker.none", lang, text=_CODE),
    )


def show_province_picker(dataset: Dataset, view: View, *args: Any, **options: Any) -> None:
    """The field on the page; arguments as of ``province_picker``."""
    show_html("parts/province_picker", field=province_picker(dataset, view, *args, **options))


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

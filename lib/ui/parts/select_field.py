"""A field with few values to choose from: a browser's own select.

A choice is a link (``lib/ui/web/select_field.js`` follows it), as in the field for a province: it
is in the URL before the server knows of it. With Streamlit's own field a page opens 25 ms later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.model.view import ALWAYS_IN_URL, View
from lib.ui.html import show_html
from lib.ui.parts.links import page_link
from lib.ui.session import current_slug

_VALUE = "{}"  # stands for the value in the address that a choice leads to


@dataclass(frozen=True)
class SelectField:
    """A field as its template draws it.

    Attributes:
        name: of what is chosen, one on a page.
        label: what is chosen.
        label_hidden: whether only screen readers have the label.
        href: where a choice leads, with ``%7B%7D`` for its value; a parameter without a value is
            left out.
        options: by value as it stands in the URL, what a reader sees.
        chosen: the present value as it stands in the URL.
    """

    name: str
    label: str
    label_hidden: bool
    href: str
    options: Mapping[str, str]
    chosen: str


def select_field(
    view: View,
    name: str,
    label: str,
    options: Mapping[Any, str],
    chosen: Any,
    label_hidden: bool = False,
) -> SelectField:
    """A field that changes one field of the view.

    Args:
        view: what the page shows.
        name: the view's field.
        label: see ``SelectField``, as ``label_hidden``.
        options: by value of the view's field, what a reader sees.
        chosen: the present value.
    """

    def written(value: Any) -> str:
        is_left_out = name not in ALWAYS_IN_URL and value == getattr(View, name)
        return "" if is_left_out else str(value)

    change: dict[str, Any] = {name: _VALUE}
    href = page_link(view, current_slug(), "", **change).href
    values = {written(value): text for value, text in options.items()}
    return SelectField(name, label, label_hidden, href, values, written(chosen))


def show_select_field(
    view: View, name: str, label: str, options: Mapping[Any, str], chosen: Any
) -> None:
    """The field with its label above; arguments as of ``select_field``."""
    show_html("parts/select_field", field=select_field(view, name, label, options, chosen))

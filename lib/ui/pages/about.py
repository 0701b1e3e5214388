"""Parts of the page about the data."""

import pandas as pd
import streamlit as st

from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.datasets.descriptions import Description
from lib.model.view import View

_TRANSLATED_UNITS = ("degree", "km", "point")


def show_description(view: View, description: Description) -> None:
    """One data file as its description tells it: content, sources, licence, caveats, columns."""
    lang = view.lang
    with st.expander(f"**{description.file}** · {description.localized('title', lang)}"):
        st.write(description.localized("description", lang))
        facts = [t("about.file_rows", lang, rows=format_number(description.rows, 0, lang))]
        facts += [t("about.publisher", lang, publisher=p) for p in description.publishers(lang)]
        facts.append(t("about.licence", lang, name=description.licence_name(lang)))
        st.markdown(" · ".join(facts))
        for caveat in description.localized("caveats", lang):
            st.markdown(f"- {caveat}")
        table = _field_table(description, lang)
        st.table(table.set_index(table.columns[0]))


def _field_table(description: Description, lang: Language) -> pd.DataFrame:
    """The columns of a data file: name, label, type, unit."""
    fields = description.fields
    return pd.DataFrame(
        {
            t("about.field", lang): [f.name for f in fields],
            t("about.field_label", lang): [
                f.label_vi if lang == "vi" else f.label_en for f in fields
            ],
            t("about.field_type", lang): [t(f"about.type_{f.type}", lang) for f in fields],
            t("about.field_unit", lang): [
                t(f"about.unit_{f.unit}", lang) if f.unit in _TRANSLATED_UNITS else f.unit or "–"
                for f in fields
            ],
        }
    )

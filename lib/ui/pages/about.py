"""Parts of the page about the data."""

import pandas as pd
import streamlit as st

from lib.common import numbers
from lib.common.text import t
from lib.datasets.descriptions import Description
from lib.model.view import View

_NAMED_UNITS = ("degree", "km", "point")  # those with a word in each language


def show_described_file(view: View, description: Description) -> None:
    """One data file as its description tells it."""
    lang = view.lang
    with st.expander(f"**{description.file}** · {description.say('title', lang)}"):
        st.write(description.say("description", lang))
        raw = description.raw
        lines = [t("about.file_rows", lang, rows=numbers.format_number(description.rows, 0, lang))]
        lines += [t("about.publisher", lang, publisher=s["publisher"]) for s in raw["sources"]]
        lines.append(t("about.licence", lang, name=raw["licence"]["name"]))
        st.markdown(" · ".join(lines))
        for caveat in description.say("caveats", lang):
            st.markdown(f"- {caveat}")
        frame = pd.DataFrame(
            {
                t("about.field", lang): [f.name for f in description.fields],
                t("about.field_label", lang): [
                    f.label_vi if lang == "vi" else f.label_en for f in description.fields
                ],
                t("about.field_type", lang): [
                    t(f"about.type_{f.type}", lang) for f in description.fields
                ],
                t("about.field_unit", lang): [
                    t(f"about.unit_{f.unit}", lang) if f.unit in _NAMED_UNITS else f.unit or "–"
                    for f in description.fields
                ],
            }
        )
        st.table(frame.set_index(frame.columns[0]))

"""The yardstick: what Streamlit costs with one widget and one bar chart, and nothing else."""

import pandas as pd
import streamlit as st

SETS = {str(n): [(7 * n * k) % 11 + 1 for k in range(1, 7)] for n in range(1, 13)}

chosen = st.selectbox("Set", list(SETS), key="set", bind="query-params")
st.bar_chart(pd.DataFrame({"name": list("ABCDEF"), "value": SETS[chosen]}), x="name", y="value")

"""The dashboard measured beside a one-chart Streamlit app: ``python -m bench``."""

"""Numbers: pure functions from frames to frames, no Streamlit, no words, no colours.

- ``positions``: every score with its rank, group, gaps and change, for all provinces and years.
- ``peers``: who a province is compared with.
"""

"""Numbers: pure functions from frames to frames, no Streamlit, no words, no colours.

- ``positions``: every score with its rank, group, gaps and change, for all provinces and years.
- ``peers``: who a province is compared with.
- ``attainable``: what a province could gain in a year, and from whom it can learn how.
- ``targets``: how far a target is, what reaches it, how hard that is, what if.
"""

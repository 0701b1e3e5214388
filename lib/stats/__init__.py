"""Statistics: pure functions from frames to frames, without texts, colours or Streamlit.

``ranking`` comes first: its positions are what most other modules read. ``yearly_changes`` follows:
forecasts, ranges and attainable gains are learnt from them.
"""

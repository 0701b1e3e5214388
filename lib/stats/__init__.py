"""Statistics: pure functions from frames to frames, no words, no colours, no Streamlit."""

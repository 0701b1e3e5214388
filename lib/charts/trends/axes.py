"""Axis details that several charts of the trends share."""


def tick_decimals(span: float) -> int:
    """Decimals that distinguish the ticks of an axis over ``span`` points."""
    return 0 if span > 5 else 1 if span > 0.8 else 2

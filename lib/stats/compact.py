"""Tables with whole numbers in four bytes."""

import pandas as pd


def compact_integers(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with whole numbers in four bytes: years, places and counts need no more."""
    small = {"int64": "int32", "Int64": "Int32"}
    return table.astype(
        {name: small[str(dtype)] for name, dtype in table.dtypes.items() if str(dtype) in small}
    )

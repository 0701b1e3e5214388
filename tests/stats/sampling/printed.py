"""The intervals and standard errors that the producer printed for three provinces of 2023."""

import pandas as pd

# Hà Nội, Hà Giang, Cao Bằng; the rows are labelled "95% CI" and "Standard Error".
PRINTED = pd.DataFrame(
    {
        "province": ["01", "02", "04"],
        "score": [43.960304, 44.247929, 41.655148],
        "low": [43.700916, 42.789047, 41.337597],
        "high": [44.219692, 45.706810, 41.972698],
        "standard_error": [0.157685, 0.886877, 0.193045],
    }
)

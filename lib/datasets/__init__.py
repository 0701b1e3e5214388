"""Data files to checked tables.

Texts of tables are Python's own strings and not Arrow's: tables of a few hundred rows, of which
single rows and cells are read, then take a fifth less of a run's time, and equal texts one place in
memory. Set here, in the lowest layer that makes tables, before any is made.
"""

import pandas as pd

pd.set_option("mode.string_storage", "python")

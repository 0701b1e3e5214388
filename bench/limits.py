"""The limits that the measurements are held to: ``× bare`` ones are ratios to the bare app."""

# python -m bench
OPEN_OVERVIEW = 1.30  # × bare, navigation to drawn
RERUN_OVERVIEW = 1.50  # × bare, figures cached
RERUN_OTHER_PAGE = 2.0  # × bare, figures cached
MEMORY_ONE_SESSION = 1.25  # × bare
MEMORY_ADDED_SESSION = 1.0  # MB, idle
FIRST_VIEW = 60  # kB over the websocket
INTERACTIVE_MAP = 150  # kB over the websocket, the run that brings the map
WIDGET_CHANGE = 25  # kB over the websocket, as sent

# Presentation and files, of python -m bench too.
SCREEN_CHANGE = 400  # ms
FILE_SECONDS = {"pptx": 3.0, "pdf": 3.0, "card": 2.0}
FILE_SIZE = {"pptx": 2_000, "card": 400}  # kB

# python -m bench.load
RERUN_UNDER_LOAD = 1000  # ms, 95 of 100
FAILED_RUNS = 0
REPLICA_MEMORY = 600  # MB, the larger replica under load
MEMORY_AFTER_LEAVING = 1.10  # × before the viewers came
FIRST_LOAD = 1.6  # MB over nginx, as sent
BACK_AFTER_LOSS = 5  # s, from the loss of a replica
SOAK_GROWTH = 1.03  # × the memory once settled

"""The limits that the measurements are held to: ``× bare`` ones are ratios to the bare app."""

# python -m bench
OPEN_OVERVIEW = 1.20  # × bare, navigation to drawn
OPEN_OTHER_PAGE = 1.40  # × bare, navigation to drawn; pages with charts
OPEN_INTERACTIVE_MAP = 1.60  # × bare, navigation to drawn
FIRST_SCREEN = 1.60  # × bare opened, navigation to the first screen of a presentation never seen
OTHER_PROVINCE = 450  # ms in a browser, never seen, from the choice until the page stands still
RERUN_NEVER_SEEN = 1.50  # × bare
RERUN_OVERVIEW = 1.50  # × bare, figures cached
RERUN_OTHER_PAGE = 2.0  # × bare, figures cached
MEMORY_ONE_SESSION = 1.20  # × bare
MEMORY_ALL_PAGES = 1.25  # × bare
MEMORY_WITH_SOLVER = 1.40  # × bare
MEMORY_ADDED_SESSION = 1.0  # MB, idle
FIRST_VIEW = 64  # kB over the websocket
FIRST_VIEW_SENT = 25  # kB over the websocket, as sent
INTERACTIVE_MAP = 150  # kB over the websocket, the run that brings the map
WIDGET_CHANGE = 10  # kB over the websocket, as sent

# Presentation and files, of python -m bench too.
SCREEN_CHANGE = 400  # ms
FILE_SECONDS = {"pptx": 3.0, "pdf": 3.0, "card": 2.0}
FILE_SIZE = {"pptx": 2_000, "card": 400}  # kB

# python -m bench.load
RERUN_UNDER_LOAD = 1000  # ms, 95 of 100
NEWEST_YEAR_UNSEEN = 1000  # ms, 95 of 100 reruns, nothing warmed, all provinces, newest year
ALL_YEARS_UNSEEN = 2000  # ms, the same in all years
FAILED_RUNS = 0
MEMORY_AFTER_VIEWS = 400  # MB, a replica that has shown 2,000 distinct views
REPLICA_MEMORY = 600  # MB, the larger replica under load
MEMORY_AFTER_LEAVING = 1.10  # × before the viewers came
FIRST_LOAD = 1.6  # MB over nginx, as sent
BACK_AFTER_LOSS = 5  # s, from the loss of a replica

# python -m bench.soak
SOAK_GROWTH = 1.05  # × the memory at rest after the first round

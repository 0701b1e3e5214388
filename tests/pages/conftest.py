"""What every test of pages needs."""

from functools import cache

from streamlit.components.v2 import manifest_scanner

# Streamlit looks through all installed packages for components at each run of a test's app: once
# is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

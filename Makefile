# make run: the app on http://localhost:8501; make test: everything that must hold. Both set up
# all they need in .venv (Python 3.11 or newer) and, for the tests, a browser.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test check format bench soak boundaries ingest clean

run: .venv/run.done
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: check .venv/browser.done .venv/office.done .venv/hosting.done
	$(BIN)/python -m pytest

check: .venv/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python deploy/audit.py

format: .venv/dev.done
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/browser.done .venv/hosting.done
	$(BIN)/python -m bench
	$(BIN)/python -m bench.load

soak: .venv/browser.done .venv/hosting.done
	$(BIN)/python -m bench.load --soak

# A new year of scores: make ingest FILE=path/to/file.xlsx  (see docs/annual.md); YES=1: without a question
ingest: .venv/run.done
	$(BIN)/python -m lib.ingest "$(FILE)" $(if $(filter 1 yes,$(YES)),--yes)

boundaries: .venv/run.done
	$(BIN)/python geo/build_boundaries.py

.venv/pip.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv || \
		{ echo "No venv module; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	touch $@

.venv/run.done: requirements.txt .venv/pip.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev.done: requirements-dev.txt .venv/run.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv/browser.done: tests/support/browser_setup.py .venv/dev.done
	$(BIN)/python tests/support/browser_setup.py
	touch $@

.venv/office.done: tests/support/office_setup.py .venv/dev.done
	$(BIN)/python -m tests.support.office_setup
	touch $@

.venv/hosting.done: tests/support/hosting_setup.py .venv/dev.done
	$(BIN)/python tests/support/hosting_setup.py
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache test-results bench/results

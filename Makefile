# make run: the app on http://localhost:8501. make unit: the fast tests, a few minutes. make test:
# everything that must hold. Each sets up all it needs: in .venv (Python 3.11 or newer) and, for
# make test, a browser, LibreOffice, nginx and Node.js.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
# In several processes; tests/conftest.py puts what must not run side by side last, in one process.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8

.PHONY: run unit test check format bench backtests soak image-check boundaries ingest mutants clean

run: .venv/run.done
	$(BIN)/streamlit run app.py --server.port $(PORT)

unit: .venv/dev.done
	$(PYTEST) -m "not browser and not hosting and not office and (fast or not slow)"

test: check .venv/browser.done .venv/office.done .venv/hosting.done
	$(PYTEST)

check: .venv/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python deploy/audit.py

format: .venv/dev.done
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/browser.done .venv/hosting.done
	$(BIN)/python -m bench
	$(BIN)/python -m bench.load

backtests: .venv/run.done
	$(BIN)/python -m bench.backtests

# SOAK_MINUTES=10: shorter than an hour
soak: .venv/browser.done .venv/hosting.done
	$(BIN)/python -m bench.soak

# Both images built and run without a container engine; as root on Debian, with a Python 3.11 of its own
image-check: .venv/dev.done
	$(BIN)/python deploy/image_check.py

# Do the tests notice wrong code? A sample of small changes: make mutants; make mutants PACKAGES=stats N=10
mutants: .venv/mutants.done
	$(BIN)/python -m bench.mutants $(PACKAGES) --n $(or $(N),30)

# A new year of scores: make ingest FILE=path/to/file.xlsx  (see docs/annual.md); YES=1: without a question;
# YEAR=2025: its newest year, where the file contradicts itself; HIDDEN=1: also what is hidden;
# DRY=1: check and report only, store nothing; TAKE_BACK=data/backup/FOLDER instead of FILE: undo that storing
ingest: .venv/run.done
	$(BIN)/python -m lib.ingest $(if $(TAKE_BACK),--take-back "$(TAKE_BACK)","$(FILE)") $(if $(YEAR),--year $(YEAR)) \
		$(if $(filter 1 yes,$(HIDDEN)),--hidden) $(if $(filter 1 yes,$(YES)),--yes) \
		$(if $(filter 1 yes,$(DRY)),--dry-run)

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

.venv/mutants.done: requirements-mutants.txt .venv/dev.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutants.txt
	touch $@

.venv/browser.done: tests/support/browser_setup.py .venv/dev.done
	$(BIN)/python -m tests.support.browser_setup
	touch $@

.venv/office.done: tests/support/office_setup.py .venv/dev.done
	$(BIN)/python -m tests.support.office_setup
	touch $@

.venv/hosting.done: tests/support/hosting_setup.py .venv/dev.done
	$(BIN)/python -m tests.support.hosting_setup
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-results bench/results

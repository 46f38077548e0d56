# Two commands do everything: `make demo` and `make test`. The rest is for those who change Jamna.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO ?= demo
SEED ?= 1
PROGRAMMES ?= 1000
ROOMS ?= analysis.* diagnostics.*

.PHONY: demo test test-live check bench mutants validate audit messages docs lint types layers coverage lock clean
.DEFAULT_GOAL := demo

demo: $(READY)  ## the environment, the demonstration programme and the whole pipeline
	$(BIN)/jamna rehearse -w $(DEMO) --seed $(SEED)
	$(BIN)/jamna run -w $(DEMO)

test: $(READY)  ## every test, once, with coverage; a file stays on one core, so that what its tests share is made once
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report=

test-live: $(READY)  ## the cases of the small LimeSurvey in the tests against a real one, named by JAMNA_LIVE_ADDRESS, _USER and _PASSWORD
	$(BIN)/python -m pytest tests/live

check: lint types layers test  ## what CI runs

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

coverage: test  ## which lines no test reaches
	$(BIN)/coverage report

bench: $(READY)  ## how fast: the default rehearsal, 100,000 companies, pulls from a server of our own
	$(BIN)/python -m benchmarks.commands
	PYTHONPATH=tests $(BIN)/python -m limesurvey_server.large 20000 100000 200000

mutants: $(READY)  ## changes to the code that no test notices; hours for all, minutes for ROOMS="analysis.scoring.*"; see tests/mutants.md
	$(BIN)/mutmut run --max-children 1 $(foreach room,$(ROOMS),"$(room)")
	$(BIN)/mutmut results

validate: $(READY)  ## what flags find and effects tell, on simulated programmes whose truth is known; about an hour
	$(BIN)/python -m jamna.simulation.validate $(PROGRAMMES)

audit: $(READY)  ## known vulnerabilities in what is pinned; asks PyPI's database, so it needs the network and is no part of `check`
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r constraints.txt

messages: $(READY)  ## new messages into every language's catalogues, and out of them what nothing says any more
	$(BIN)/python -m reports.messages

docs: $(READY)  ## the reference in docs/reference, from the code
	$(BIN)/python -m docs.generate

lock: $(READY)  ## the newest versions that work together, with their hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 \
		--no-header --no-emit-index-url --no-annotate -o constraints.txt

clean:
	rm -rf $(VENV) $(DEMO) build *.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Jamna needs Python 3.11 to 3.13; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	touch $@

# Two commands do it all: `make run` and `make test`. Each does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test setup check evaluate bench train constraints clean

run: setup
	$(BIN)/plaatsmaker run

test: setup
	sh tests/install_servers.sh
	$(BIN)/pytest -n 2 --dist loadgroup

setup: $(VENV)/.ready

$(VENV)/.ready: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 of nieuwer is nodig, dit is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement constraints.txt
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

evaluate: setup
	$(BIN)/plaatsmaker evaluate --table README.md nlp/training/texts/*.jsonl
	$(BIN)/plaatsmaker ask --score nlp/training/questions/tune_answerable.jsonl --score nlp/training/questions/tune_unanswerable.jsonl

train: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement constraints-train.txt
	$(BIN)/plaatsmaker train nlp/training/texts/*.jsonl

bench: setup
	$(BIN)/python bench/run.py

# Names, versions and hashes only: no index host may stand in the repository.
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --all-build-deps --generate-hashes --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate

constraints:
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --extra dev --extra report --output-file constraints.txt pyproject.toml
	$(COMPILE) --extra dev --extra report --extra train --output-file constraints-train.txt pyproject.toml

clean:
	rm -rf $(VENV) build *.egg-info

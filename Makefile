# make run     install, index corpus/, print one cited answer, serve the app
# make test    install what the tests need; ruff, mypy, pytest
# make trust   break it on purpose and count; TRUST="--rounds 20 --files 200" is a short one
# make bench   how fast it is, on this machine
# make screenshots   the pictures in docs/bilder, out of corpus/ and an index of their own
# make lock    the locked requirements anew, out of pyproject.toml
# make clean   the virtual environment and the index away
#
# PY=python3.12, VENV=.venv-other, PORT=8600, QUESTION="…" and NOSERVE=1 are understood.

PY ?= python3
VENV ?= .venv
PORT ?= 8501
QUESTION ?= Vilka är målgrupperna?
UPGRADE ?=
TRUST ?=
BENCH ?=

BIN := $(VENV)/bin
TORCH := torch==2.13.0
LOCKED := --quiet --require-hashes --no-deps

.DEFAULT_GOAL := help
.PHONY: help run test check trust bench screenshots lock corpus clean
# a stamp whose recipe failed must not look finished
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# //p;/^$$/q' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp
	@$(BIN)/finsam index
	@echo; echo "Fråga: $(QUESTION)"
	@$(BIN)/finsam ask "$(QUESTION)"
ifndef NOSERVE
	@echo
	@$(BIN)/finsam serve --port $(PORT)
endif

test: check
	$(BIN)/pytest

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# counts per bullet: faults injected and recovered, files tried, ways in refused
trust: $(VENV)/test.stamp
	$(BIN)/python -m evals.trust $(TRUST)

bench: $(VENV)/test.stamp
	$(BIN)/python -m evals.bench $(BENCH)

screenshots: $(VENV)/test.stamp
	@rm -rf $(VENV)/bilder
	$(BIN)/finsam --indexes $(VENV)/bilder index
	FINSAM_INDEXES=$(VENV)/bilder $(BIN)/python -m ui.screenshots docs/bilder \
	  --question "Hur mycket kostar de beslutade insatserna totalt?"

lock: $(VENV)/tools.stamp
	requirements/lock $(BIN)/uv $(UPGRADE)

corpus: $(VENV)/test.stamp
	$(BIN)/python -m evals.documents

clean:
	rm -rf $(VENV)
	find indexes -mindepth 1 -not -name README.md -delete

# Debian splits venv off; without it, venv leaves a folder that looks like an environment.
$(VENV)/tools.stamp: requirements/tools.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 eller senare behövs. På Debian/Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python saknar venv. På Debian/Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Skapar den virtuella miljön $(VENV) …"
	@rm -rf $(VENV)
	@$(PY) -m venv $(VENV)
	@$(BIN)/python -m pip install $(LOCKED) --disable-pip-version-check -r requirements/tools.txt
	@touch $@

# uv is some ten times faster; pip is there for networks that only pip is set up for
$(VENV)/run.stamp: $(VENV)/tools.stamp requirements/run.txt pyproject.toml
	@echo "Installerar (första gången ett par minuter) …"
	@$(BIN)/uv pip install --python $(BIN)/python --compile-bytecode $(LOCKED) -r requirements/run.txt || \
	  $(BIN)/python -m pip install $(LOCKED) -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q assistant ui evals
	@touch $@

# torch comes first and on a line of its own: its builds differ by machine, so it has no one hash
$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	@echo "Installerar det som testerna behöver …"
	@$(BIN)/python -m pip install --quiet $(TORCH)
	@$(BIN)/uv pip install --python $(BIN)/python --compile-bytecode $(LOCKED) -r requirements/test.txt || \
	  $(BIN)/python -m pip install $(LOCKED) -r requirements/test.txt
	@touch $@

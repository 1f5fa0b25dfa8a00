# Two commands: `make run` serves Kakuzan, `make test` tests it. They need Python >= 3.11 with venv, nothing else.
PYTHON ?= python3
ARGS ?=

.PHONY: run test test-full check bench search-node lint format venv
run:
	@exec $(PYTHON) -m cms up
test test-full bench search-node:
	@exec $(PYTHON) -m cms $@ $(ARGS)
check lint format venv:
	@exec $(PYTHON) -m cms $@

# Every target sets the machine up by itself; nothing but 64-bit Python 3.11 to 3.14, make and git is needed.
# VENV=folder uses another virtual environment; PYTHON=name another interpreter to make it with.

PYTHONS := python3 python python3.14 python3.13 python3.12 python3.11 py
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(or $(shell for p in $(PYTHONS); do $$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$p && break; done),python3)
VENV ?= $(or $(VIRTUAL_ENV),.venv)
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PACKAGES := checkin data kiosk stations
SETUP := VENV="$(VENV)" $(PYTHON) tools/setup.py
# Else each of the programs that tests start, and each process of the tests, would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup test check format screens guides lock

help:  ## this list
	@sed -n 's/^\([a-z]*\):  ## /\1\t/p' Makefile

run:  ## the kiosk on a demo store
	@$(SETUP) run
	@"$(BIN)/ngayhoi" demo

setup:  ## everything that tests and checks need
	@$(SETUP) dev

test:  ## the tests, two processes a core; ARGS= goes to pytest
	@$(SETUP) dev
	@"$(BIN)/python" -m pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal $(ARGS)

check:  ## style, format, types and the direction of imports; what CI runs
	@$(SETUP) dev
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check
	"$(BIN)/mypy"
	"$(BIN)/mypy" --platform win32 --cache-dir .mypy_cache/win32 $(PACKAGES)
	"$(BIN)/lint-imports"

format:  ## rewrite the code in the house style
	@$(SETUP) dev
	"$(BIN)/ruff" check --fix
	"$(BIN)/ruff" format

screens:  ## the pictures of docs/screens, drawn again
	@$(SETUP) dev
	@"$(BIN)/python" -m tools.screens

guides:  ## the Vietnamese pages as PDF, made again
	@$(SETUP) dev
	@"$(BIN)/python" -m tools.guides

lock:  ## pin the newest allowed versions again; needs uv
	uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 --no-header \
		pyproject.toml --group build --upgrade -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 --no-header \
		pyproject.toml --group dev --constraint requirements.lock --upgrade -o requirements-dev.lock

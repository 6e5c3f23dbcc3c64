# Everything is done by go.py; these are only shorter names for it.
PYTHON ?= python3

.PHONY: demo test bench
demo test bench:
	@$(PYTHON) go.py $@

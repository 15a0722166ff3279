# make run    set up, compile the books on first use, code the sample charts
# make test   set up, run the tests (fast ones and, with the official data at hand, the real ones)
# make check  format, lint, types, import layers
# make sbom   the parts that are installed for a department, with versions and licenses (CycloneDX): dist/nosologist.cdx.json
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= auto

.PHONY: run test check format docs sbom bench confidence accuracy clean

run: $(STAMP)
	$(BIN)/noso code examples/office_visit.txt examples/emergency.txt
	$(BIN)/noso code examples/hospital_stay.txt --setting inpatient

test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS)

check: $(STAMP)
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Nosologist needs Python 3.11 or later; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(STAMP)

docs: $(STAMP)
	$(BIN)/python tests/house/readme.py
	$(BIN)/python tests/house/rules_reference.py

# Of a fresh environment without the tools of development; the tool that lists it stands in one of its own.
SHIPPED := claims,deidentify,formats,ocr,plots,postgres,workbench
sbom:
	$(PYTHON) -m venv --clear build/shipped
	build/shipped/bin/python -m pip install --quiet --disable-pip-version-check '.[$(SHIPPED)]'
	$(PYTHON) -m venv --clear build/listing
	build/listing/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7.3,<8'
	mkdir -p dist
	build/listing/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o dist/nosologist.cdx.json build/shipped/bin/python

# Figures of docs/benchmarks.md on the development yardsticks (which do not travel with the project).
DATA ?= ../shared/data/eval
bench: $(STAMP)
	$(BIN)/noso bench $(DATA)/aci/notes $(DATA)/aci/labels.tsv
	$(BIN)/noso bench $(DATA)/codiesp/dev/text_files_en $(DATA)/codiesp/dev/devD.tsv --all-mentions
	$(BIN)/python tests/benchmarks/negation.py $(DATA)/negex/negex_dev.tsv
	$(BIN)/python tests/benchmarks/phrases.py
	$(BIN)/python tests/benchmarks/search.py
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/start.py
	$(BIN)/python tests/benchmarks/rules.py $(DATA)/aci/notes

# Fit the confidence anew (on CodiEsp train and our own charts), then measure what docs/accuracy.md shows.
confidence: $(STAMP)
	$(BIN)/python tests/benchmarks/fit_confidence.py $(DATA)

accuracy: $(STAMP)
	$(BIN)/python tests/benchmarks/accuracy.py $(DATA)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

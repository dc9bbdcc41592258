PYTHON ?= python3

.PHONY: check test lint docs index packs fix install

check: lint test  ## everything that must hold before a commit

test:  ## the tests
	$(PYTHON) -m pytest -n auto

lint:  ## format, ruff, mypy, generated files, our own documents
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) docs/generate.py --check
	$(PYTHON) -m harness_lint check --gate full README.md CONTRIBUTING.md CHANGELOG.md docs skills

index packs:  ## write what is generated: packs, index of checks, schema, rule pages, outputs in documents
	$(PYTHON) docs/generate.py

docs: index  ## what is generated, and the documentation as a site: build/site/index.html
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build -q

fix:  ## format, and rewrite the findings of pages and fixtures: review the difference like code
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m tests.update

install:  ## the project with everything that development needs
	$(PYTHON) -m pip install -e '.[dev]' -c constraints.txt

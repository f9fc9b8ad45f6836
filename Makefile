# Every target does its own set-up. Needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
RUN := $(BIN)/python -m bot
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
CADDY := $(or $(shell command -v caddy),build/debian/usr/bin/caddy)

.PHONY: help demo run test check unit docs languages coverage soak bench bench-quick deploy-check deploy-tools secrets audit pictures reference lock chromium systemd clean

help:
	@echo "make demo   the product on this machine: chat page, sandbox Telegram, SQLite; no token needed"
	@echo "make run    the bot against Telegram, with the settings in .env"
	@echo "make test   style, types, import contract and every test"
	@echo "make unit   the tests alone, without style and types (ARGS=... goes to pytest)"
	@echo "make coverage  every test, and which lines they reach"
	@echo "make deploy-check  what is in deploy/: its linters, and the proxy in front of a running bot"
	@echo "make soak   the bot killed 200 times, and what became of it (ARGS=\"--kills 500 --seed 3\")"
	@echo "make bench  how fast, beside others, in a quarter of an hour (ARGS=--write: into bench/README.md)"
	@echo "make bench-quick  whether the benches work"
	@echo "make audit  what is pinned, looked up among known vulnerabilities (needs the internet)"
	@echo "make pictures  the documents' pictures and the card to print, made anew from the demo"
	@echo "make docs   the documents as a site: build/docs/index.html"
	@echo "make reference  the list of commands in docs/command-line.md, from the program"
	@echo "make languages  the catalogues, brought up to date with the code (ARGS=de begins a further one)"
	@echo "make lock   write the pinned requirements anew"

$(VENV)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/pip requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

$(VENV)/dev: $(VENV)/pip requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@ $(VENV)/runtime

# The frameworks that bench/ compares with.
$(VENV)/rivals: $(VENV)/pip requirements-rivals.lock
	$(PYTHON) -m venv $(VENV)/beside
	$(VENV)/beside/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-rivals.lock
	@touch $@

demo: $(VENV)/runtime
	$(RUN) demo $(ARGS)

run: $(VENV)/runtime
	$(RUN) run

test: check secrets unit

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A key or a token in a tracked file; what only looks like one says so beside it. Hashes of pinned packages do.
secrets: $(VENV)/dev
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --exclude-files '\.lock$$|^sandbox/bot_api/facts\.json$$' --exclude-lines ':password@(localhost|host)/'

# Exit code 3: the list was out of reach, nothing is known.
audit: $(VENV)/dev
	@$(BIN)/python -m tests.advisories

# WORKERS=3 may fill the time in which a test waits for a lease or a lock, where nothing else runs.
unit: $(VENV)/dev chromium deploy-tools
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

# The same tests, half as long again: which lines they reach.
coverage: $(VENV)/dev chromium deploy-tools
	$(BIN)/python -m pytest --cov --cov-report=term -n $(WORKERS) --dist loadgroup $(ARGS)

# A part of `make unit`, alone.
deploy-check: $(VENV)/dev deploy-tools
	$(BIN)/python -m pytest tests/unit/test_deploy.py tests/e2e/test_proxy.py $(ARGS)

# As long as it takes, a start of the bot for each kill; CI kills at each boundary once.
soak: $(VENV)/dev
	$(BIN)/python -m tests.faults.soak $(ARGS)
	$(BIN)/python -m pytest --hypothesis-profile soak tests/faults/test_machine.py

bench: $(VENV)/dev $(VENV)/rivals
	$(BIN)/python -m bench $(ARGS)

# Its figures mean nothing.
bench-quick: $(VENV)/dev $(VENV)/rivals
	$(BIN)/python -m bench --quick $(ARGS)

# Strict: a link, an anchor or a picture that leads nowhere ends it. tests/site does the same in `make test`.
docs: $(VENV)/dev
	$(BIN)/python -m sphinx -q -W --keep-going -n -b html -c docs . build/docs
	@echo "build/docs/index.html"

# What stands in the code comes into each catalogue below bot/wording/locale, which are then compiled.
languages: $(VENV)/dev
	$(BIN)/python -m bot.catalogues $(ARGS)

pictures: $(VENV)/dev chromium
	$(BIN)/python -m tests.e2e.take_pictures $(ARGS)

reference: $(VENV)/dev
	$(BIN)/python -m tests.reference

# The page is tested in a real Chromium, Debian's own.
chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is missing: the page's tests need it (on Debian: apt-get install chromium)"; exit 2; fi
endif

# hadolint and check-jsonschema are pinned packages; these two are Debian's own.
deploy-tools: systemd $(CADDY)

systemd:
ifeq ($(shell command -v systemd-analyze),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends systemd >/dev/null; \
	else echo "systemd-analyze is missing: the units' tests need it (on Debian: apt-get install systemd)"; exit 2; fi
endif

# Unpacked and not installed: installed, it would begin to serve.
build/debian/usr/bin/caddy:
	@command -v apt-get >/dev/null || { echo "Caddy is missing: the proxy's tests need it"; exit 2; }
	@[ "$$(id -u)" != 0 ] || apt-get update -qq
	@mkdir -p build/debian && cd build/debian && apt-get download -qq caddy && dpkg-deb --extract caddy_*.deb . && rm caddy_*.deb

lock: $(VENV)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --group rivals -o requirements-rivals.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage* build/debian build/docs

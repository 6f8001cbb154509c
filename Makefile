# Everything a person types. `make run` and `make test` need nothing but Python 3.11, make and git.
PYTHON ?= python3
PORT ?= 8000
TEST_PROCESSES ?= 2
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: run test check bench
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/python manage.py run

test: $(VENV)/.installed-dev
	@$(BIN)/python manage.py prepare_model
	@$(BIN)/python manage.py train_understanding --from-files
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=0 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  PUBLIC_BASE_URL=https://thrum.example ALLOWED_HOSTS=thrum.example TRUST_PROXY_HEADERS=1 \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

# A database of its own, peers in the same run; about six minutes. One question: make bench ARGS="--only turn"
bench: $(VENV)/.installed-dev
	@$(BIN)/python manage.py prepare_model
	@$(BIN)/python manage.py bench $(ARGS)

$(VENV)/.installed: requirements.txt constraints.txt
	@$(PYTHON) thrum_project/install.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt constraints.txt
	@$(PYTHON) thrum_project/install.py $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.installed

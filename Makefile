# Time stamps are the logic: what has not changed is not done again.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# An editable install needs no second download: the lock holds what builds it.
EDITABLE := install --no-deps --no-build-isolation --editable .
COMPILE := $(BIN)/uv pip compile setup.cfg --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header $(UPGRADE)
WORDS := $(wildcard service/translations/*/LC_MESSAGES/*.po)
WORDS_FOUND := build/words.pot
TESTS ?= tests
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run install test trials benchmark screenshots year check format words lock clean

help: ## Các lệnh này | These commands
	@awk -F ':.*## | [|] ' '/^[a-z]+:.*## / { printf "make %-11s %s\n%17s%s\n", $$1, $$2, "", $$3 }' Makefile

run: install ## Cài đặt rồi khởi động, Ctrl-C để dừng | Installs and starts; Ctrl-C stops
	@exec $(BIN)/donghanh run

install: $(VENV)/.installed $(WORDS:.po=.mo) ## Cài đặt vào .venv | Installs into .venv

test: $(VENV)/.ready $(WORDS:.po=.mo) ## Mọi bài kiểm thử; cài những gì còn thiếu | All tests; installs what is missing
	@scripts/browser-and-postgresql
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(TESTS)

trials: $(VENV)/.ready $(WORDS:.po=.mo) ## Các phép thử dài, đủ số lần | The long trials at full length
	@scripts/browser-and-postgresql
	TRIAL_SCALE=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --durations 0 \
		--override-ini faulthandler_timeout=0 tests/trials tests/journeys

benchmark: $(VENV)/.ready $(WORDS:.po=.mo) ## Đo tốc độ | Measures speed
	@scripts/browser-and-postgresql
	$(BIN)/python -m tests.benchmarks

screenshots: $(VENV)/.ready $(WORDS:.po=.mo) ## Chụp lại hình của các hướng dẫn | Takes the pictures of the guides anew
	@scripts/browser-and-postgresql
	$(BIN)/python -m tests.screenshots

year: $(VENV)/.ready $(WORDS:.po=.mo) ## Một năm học của trường dùng thử, quay lại vào build/year | The demo school's year, recorded into build/year
	@scripts/browser-and-postgresql
	@scripts/recorder
	$(BIN)/python -m tests.year

check: $(VENV)/.ready ## Soát mã: ruff, mypy, hướng nhập | Checks the code: ruff, mypy, import direction
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.ready ## Sửa định dạng mã | Formats the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

words: $(VENV)/.ready ## Gom các câu cần dịch vào service/translations | Gathers what is to be translated
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword lazy_gettext \
		--project donghanh --no-location --sort-output --output-file $(WORDS_FOUND) service
	$(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --input-file $(WORDS_FOUND) --output-dir service/translations --locale en

lock: $(BIN)/uv ## Ghi lại phiên bản thư viện (UPGRADE=--upgrade: mới nhất) | Locks versions (UPGRADE=--upgrade: the newest)
	$(COMPILE) --extra postgres --extra build --output-file requirements/run.lock
	$(COMPILE) --extra postgres --extra build --extra chat --extra test --extra check \
		--constraint requirements/run.lock --output-file requirements/test.lock

clean: ## Xóa những gì đã cài, giữ dữ liệu trong var | Removes what was installed, keeps the data in var
	rm -rf $(VENV) *.egg-info build dist

$(BIN)/python:
	scripts/environment $(PYTHON) $(VENV)

$(VENV)/.installed: requirements/run.lock setup.cfg | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/run.lock
	$(PIP) $(EDITABLE)
	@touch $@

# The test lock holds all of the other one, so only the project itself comes before it.
$(VENV)/.ready: requirements/test.lock $(VENV)/.installed
	$(PIP) install --require-hashes --requirement requirements/test.lock
	@touch $@

# Locking needs the tool, not an installation of the lock that it is about to change.
$(BIN)/uv:
	$(MAKE) $(VENV)/.ready

%.mo: %.po | $(VENV)/.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
# The oldest Anki that Annoki supports, beside the newest (in pyproject.toml).
# With it comes the Markdown that it bundles; BeautifulSoup is the add-on's own.
FLOOR := anki==25.2.7 'aqt[qt6]==25.2.7' markdown==3.7

# Each processor runs tests; those of a file share what was made for them.
BESIDE := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DELETE_ON_ERROR:
.PHONY: demo test addon release bench decade year kills rounds vectors fuzz cost pushes blogs cards picture docs clean

demo: .venv/demo
	@mkdir -p build
	.venv/bin/annoki export examples -o build/annoki.apkg

test: .venv/test .venv-floor/test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	rm -rf build/coverage && mkdir -p build/coverage
	.venv/bin/python -m coverage run -m pytest $(BESIDE)
	.venv-floor/bin/python -m pytest $(BESIDE) tests/anki tests/addon tests/pushes tests/rounds
	.venv/bin/python -m tools.core_tests
	.venv/bin/python -m tools.coverage_bar

addon: .venv/demo
	.venv/bin/python -m tools.build_addon

# All that is published of a version, built twice and checked, in build/release: see CONTRIBUTING.md.
release: .venv/test .venv-floor/test
	.venv/bin/python -m tools.release

bench: .venv/test
	.venv/bin/python -m benchmarks

# Annoki beside what people use instead: see docs/scoreboard.md.
SEEDS ?=
.PHONY: scoreboard
scoreboard: .venv/test
	.venv/bin/python -m benchmarks.scoreboard $(if $(SEEDS),--seeds '$(SEEDS)')

# Years of use, simulated: see tests/decade/README.md.
YEARS ?= 6
SEED ?= 1
DEVICES ?= 2
HISTORY ?=
decade: .venv/test
	.venv/bin/python -m tests.decade --years $(YEARS) --seed $(SEED) --devices $(DEVICES) --history '$(HISTORY)'

# A year of syncs through the menu, in the real Anki, held to the same promises.
year: .venv/test
	WEEKS=52 SEED=$(SEED) .venv/bin/python -m pytest -s tests/addon/test_addon_year.py

# Every write of an export and a sync, killed at and refused: see tests/kills/README.md.
kills: .venv/test
	.venv/bin/python -m tests.kills
	.venv/bin/python -m tests.kills --full

# Every fault at every request of a push, and every edit on either side.
pushes: .venv/test
	PUSHES=1 .venv/bin/python -m pytest $(BESIDE) tests/pushes

# A desktop, a phone and a run without either, in which everything fails: see tests/rounds/README.md.
rounds: .venv/test .venv-floor/test
	.venv/bin/python -m tests.rounds
	.venv-floor/bin/python -m tests.rounds

# Hostile texts in every place of every format, in two browsers: see tests/vectors/README.md.
vectors: .venv/test
	.venv/bin/python -m tests.vectors --all
	VECTORS=1 .venv/bin/python -m pytest tests/page/test_hostile.py

# Documents of every format by chance: see tests/fuzz/README.md.
MINUTES ?= 5
fuzz: .venv/test
	.venv/bin/python -m tests.fuzz --minutes $(MINUTES) --seed $(SEED)

# What 100 kB cost, whatever they repeat, in every place of every format.
cost: .venv/test
	.venv/bin/python -m tests.cost

# Blogs that the real generators build, read in every way: see tests/blogs/README.md.
ONLY ?=
blogs: .venv/test
	.venv/bin/python -m tests.blogs $(if $(ONLY),--tell --only '$(ONLY)',--write)

# The pictures of cards in the documentation: each front above its back, by day and by night.
PICTURE = .venv/bin/python -m tests.render.picture
picture: .venv/test
	@mkdir -p build
	.venv/bin/annoki export tests/render/card.json -o build/card.apkg
	.venv/bin/annoki export examples -o build/examples.apkg
	$(PICTURE) build/card.apkg docs/card.png
	$(PICTURE) build/examples.apkg docs/card-passage.png 'A lexer takes'
	$(PICTURE) build/examples.apkg docs/card-digest.png 'Line Breaking, Explained'
	$(PICTURE) build/examples.apkg docs/card-unfinished.png '外部排序为什么'
	.venv/bin/python -m tests.page.picture docs/page.png

# Cards drawn by chance, on one page, to be read as a learner would.
N ?= 60
FROM ?= examples
cards: .venv/test
	.venv/bin/python -m tests.render.draw build/cards.html --count $(N) --seed $(SEED) $(FROM)

# The documentation as a site, in build/docs; it asks nobody for anything, and opens from its folder.
docs: .venv/test
	.venv/bin/python -m tools.site

.venv/demo: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --editable .
	@touch $@

.venv/test: .venv/demo
	.venv/bin/python -m pip install --quiet --editable '.[test,docs]'
	@touch $@

.venv-floor/test: pyproject.toml
	$(PYTHON) -m venv .venv-floor
	.venv-floor/bin/python -m pip install --quiet --editable . pytest pytest-rerunfailures pytest-xdist $(FLOOR)
	@touch $@

clean:
	rm -rf .venv .venv-* build

# make demo   learns, diagnoses, renders and replays, from nothing
# make test   builds, lints and runs every test
# Both install the missing Debian packages first.

SWIFT ?= swift
PREFIX ?= /usr/local
FISHBONE = .build/release/fishbone

.PHONY: demo test build lint format install docs packages lathe peers peers-em coverage incidents picture gallery clean

build: packages
	$(SWIFT) build -c release --product fishbone

test: packages lint
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build

demo: build
	Scripts/demo $(FISHBONE) out

lint:
	$(SWIFT) format lint --strict -r --configuration .swift-format Package.swift Sources Tests

format:
	$(SWIFT) format format -i -r --configuration .swift-format Package.swift Sources Tests

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(FISHBONE) $(DESTDIR)$(PREFIX)/bin/fishbone
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(FISHBONE) manual >$(DESTDIR)$(PREFIX)/share/man/man1/fishbone.1
	$(FISHBONE) completions bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/fishbone
	$(FISHBONE) completions zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_fishbone
	$(FISHBONE) completions fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/fishbone.fish

# How well and how fast incidents are judged, over INCIDENTS=200 simulated ones.
incidents: build
	python3 Benchmarks/incidents/study.py --command $(FISHBONE) --incidents $(or $(INCIDENTS),200)

# The documentation as a site, built without the network: out/docs.
docs: packages
	Scripts/docs out/docs

# The lathe's five folds: RECORDS is the records file of the causRCA data.
lathe: build
	@test -n "$(RECORDS)" || { echo "make lathe RECORDS=path/to/records.csv" >&2; exit 64; }
	python3 Benchmarks/lathe/folds.py --command $(FISHBONE) --graph Graphs/lathe.gv --records $(RECORDS)

# How often the 90 % intervals hold the true posterior, over 500 simulated data sets each.
coverage: packages
	COVERAGE_SETS=500 $(SWIFT) test -c release --filter CoverageTests

# Speed, memory and answers beside pyAgrum and pgmpy: NETWORKS="alarm link", SECONDS=120 at most for each run, ROUNDS=3.
PEERS = .build/peers
peers: build $(PEERS)/venv/ready
	$(PEERS)/venv/bin/python Benchmarks/peers/compare.py --command $(FISHBONE) --work $(PEERS)/networks \
		$(if $(NETWORKS),--networks $(NETWORKS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
		--json $(PEERS)/peers.json --markdown $(PEERS)/peers.md
	$(MAKE) peers-em

# EM alone; EM_NETWORKS, EM_RECORDS and ROUNDS choose.
peers-em: build $(PEERS)/venv/ready
	$(PEERS)/venv/bin/python Benchmarks/peers/em.py --command $(FISHBONE) --work $(PEERS)/networks \
		$(if $(EM_NETWORKS),--networks $(EM_NETWORKS)) $(if $(EM_RECORDS),--records $(EM_RECORDS)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
		--json $(PEERS)/em.json --markdown $(PEERS)/em.md

$(PEERS)/venv/ready: Benchmarks/peers/requirements.txt
	python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet -r Benchmarks/peers/requirements.txt
	touch $@

# The picture of the README.
picture: build
	$(FISHBONE) render Graphs/solder_line.gv --observe xray=fail tvac_cold=fail -o Documentation/solder_line.svg

# Every kind of picture, into a folder to look at.
gallery: build
	Scripts/gallery $(FISHBONE) out/gallery

packages:
	@Scripts/install-packages

clean:
	rm -rf .build out

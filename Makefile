# `make` or `make help` lists what can be done here.
.DEFAULT_GOAL := help
.PHONY: help docs tools build sandbox run demo simulate test chart bench-runtime bench-operator soak clean
SHELL := /bin/bash
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

tools: ## Install what development needs under artifacts/tools (prometheus, helm, kubectl, the openai client, a JSON validator)
	@eng/tools/install

build: tools ## Build everything, warnings as errors
	@dotnet build Operator.sln -v quiet

# Asking dotnet whether anything changed takes longer than starting everything; make knows at once.
SOURCES := $(shell find operator runtime eng tests Directory.* global.json .editorconfig BannedSymbols.txt -type f -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*')

artifacts/sandbox.built: $(SOURCES)
	@dotnet build tests/Sandbox -v quiet
	@mkdir -p artifacts && touch $@

sandbox: tools artifacts/sandbox.built

run: sandbox ## Start everything on this machine: a cluster, Prometheus, the operator, one service; Ctrl-C stops it
	@exec dotnet tests/Sandbox/bin/Debug/net10.0/InferOps.Sandbox.dll run

demo: sandbox ## The scaling story: quiet, steady, burst, quiet; exits 0 only if it really happened
	@exec dotnet tests/Sandbox/bin/Debug/net10.0/InferOps.Sandbox.dll demo

simulate: ## The operator's decisions over seven traces in virtual time, beside those of HPA, KEDA and WVA; args="--seed 20260 7 99" for more than one seed
	@dotnet run -c Release --project operator/Operator.Simulator -v quiet -- simulate -f operator/Operator.Simulator/fleet.yaml --out artifacts/simulate $(args)
	@if [ -f artifacts/simulate/bursty-inferops.svg ]; then cp artifacts/simulate/bursty-inferops.svg docs/simulate-bursty.svg; fi

test: build ## Run all tests; the last line is "N passed, N failed[, N skipped]"
	@eng/test

docs: tools ## Write docs/reference.md from crds/
	@dotnet build tests/Contract.Tests -v quiet
	@UPDATE_GOLDEN=1 dotnet tests/Contract.Tests/bin/Debug/net10.0/InferOps.Contract.Tests.dll --filter-method '*The_reference_is_that_of_the_definitions' >/dev/null

chart: tools ## Lint the chart and render it with every value set of its tests into artifacts/chart
	@artifacts/tools/bin/helm lint --strict charts/inferops 2>&1 | grep -v 'found symbolic link'
	@mkdir -p artifacts/chart && for values in charts/inferops/values.yaml tests/Contract.Tests/Chart/Values/*.yaml; do \
	  artifacts/tools/bin/helm template inferops charts/inferops -n inferops-system --include-crds --values $$values 2>artifacts/chart/log >artifacts/chart/$$(basename $$values) || { cat artifacts/chart/log; exit 1; }; done
	@ls artifacts/chart/*.yaml

bench-runtime: ## Measure the runtime against the library's raw loop, and against llama-server where LLAMA_SERVER=/path names one; args="--quick" for a first look
	@dotnet run -c Release --project tests/Benchmarks -- runtime $(args)

bench-operator: ## Measure the operator's decisions over 100, 1,000 and 10,000 services on twelve pools, on one core
	@dotnet run -c Release --project tests/Benchmarks -- operator $(args)

soak: ## Half an hour of 2,000 clients against 16 sequences: fairness, memory, cells, answers; args="--minutes 1" for less
	@dotnet run -c Release --project tests/Benchmarks -- soak $(args)

clean: ## Remove what was built
	@rm -rf artifacts && find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -prune -exec rm -rf {} +

#!/usr/bin/env bash
# Holds the statistics, and the detectors and distances of npm run bench:drift, against scipy and River on random inputs.
# Wants python3 (3.11 or newer) with venv, the project's node_modules, and the package index on the first run; keeps
# the virtual environments in .ci/cache. River comes twice: the release of now, and the last one that left the newest
# buckets out of ADWIN's scan.
# Usage: statistics.sh [ROUNDS]; 100 rounds take about a minute with everything installed, 5,000 are the long form.
set -u
cd "$(dirname "$0")/../.." || exit 1

rounds=${1:-100}
scipy=1.17.1
river=0.26.1
older=0.21.2
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# install NAME PACKAGE==VERSION...: a virtual environment with exactly these; cheap when it is there.
install() {
  local venv=.ci/cache/$1
  shift
  [ "$(cat "$venv/installed" 2>/dev/null)" = "$*" ] && return
  rm -rf "$venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install -q --only-binary=:all: "$@" && echo "$*" >"$venv/installed"
}

# check NAME COMMAND...: one line for the verdict, with the peer's own counts.
check() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    echo "ok $name"
    passed=$((passed + 1))
  else
    echo "FAIL $name"
    failed=$((failed + 1))
  fi
  sed 's/^/    /' "$work/said"
}

cases() {
  npm run -s build && npx tsc -p tsconfig.bench.json && node .ci/peers/statistics.mjs "$rounds" >"$work/cases.jsonl" &&
    echo "$(wc -l <"$work/cases.jsonl") cases of $rounds rounds"
}

check "scipy $scipy and river $river install" install statistics "scipy==$scipy" "river==$river"
check "river $older installs" install "river-$older" "scipy==$scipy" "river==$older"
check 'our answers' cases
check "scipy $scipy and river $river agree" .ci/cache/statistics/bin/python .ci/peers/statistics.py "$work/cases.jsonl"
check "river $older agrees" ".ci/cache/river-$older/bin/python" .ci/peers/statistics.py "$work/cases.jsonl"
echo "statistics: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

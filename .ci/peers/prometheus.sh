#!/usr/bin/env bash
# A real Prometheus scrapes a real Vigie: the metrics are well formed, the target is up, the rules evaluate.
# Wants root on Debian (installs prometheus), curl, and the built project (dist/).
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
pids=()
end() {
  kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$work"
}
trap end EXIT

if ! command -v prometheus >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus || exit 1
fi

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
api=$(free_port)
port=$(free_port)

env -i PATH="$PATH" HOME="$work" DATA_DIR="$work/data" PORT="$api" node dist/bundle/main.js </dev/null >"$work/vigie" 2>&1 &
pids+=($!)
sed "s/vigie:8000/127.0.0.1:$api/; s/scrape_interval: .*/scrape_interval: 1s/; s/scrape_timeout: .*/scrape_timeout: 1s/; s/evaluation_interval: .*/evaluation_interval: 1s/" \
  docker/prometheus/prometheus.yml >"$work/prometheus.yml"
cp docker/prometheus/alerts.yml "$work/"
sed -i "s#/etc/prometheus/alerts.yml#$work/alerts.yml#" "$work/prometheus.yml"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
  --web.listen-address="127.0.0.1:$port" >"$work/prometheus" 2>&1 &
pids+=($!)

query() { curl -s -m 5 --get "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1"; }

# ask QUERY PATTERN: waits until the answer of Prometheus holds the pattern.
ask() {
  local answer=
  for _ in $(seq 60); do
    answer=$(query "$1")
    grep -q "$2" <<<"$answer" && echo "ok $1" && return
    sleep 0.5
  done
  echo "FAIL $1: $answer"
  tail -n 5 "$work/vigie" "$work/prometheus"
  exit 1
}

ask 'up{job="vigie"} == 1' '"value"'
ask 'ml_drift_threshold{watch="demo"} == 0.25' '"value"'
ask 'ml_model_accuracy{watch="demo", dataset="holdout"} > 0.7' '"value"'
ask 'increase(ml_drift_checks_total{watch="demo"}[1m]) >= 0' '"value"'
rules=$(curl -s "http://127.0.0.1:$port/api/v1/rules")
grep -q '"health":"err"' <<<"$rules" && echo "FAIL rules: $rules" && exit 1
grep -q '"name":"DriftCheckStale"' <<<"$rules" || { echo "FAIL no rules: $rules"; exit 1; }
echo 'ok rules evaluate'

# prom-client's own three gauges end in _total; everything else must pass.
curl -s "http://127.0.0.1:$api/metrics" | grep -vE 'nodejs_active_[a-z]+_total' | promtool check metrics || exit 1
echo 'ok promtool check metrics'

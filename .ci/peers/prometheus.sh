#!/usr/bin/env bash
# A real Prometheus scrapes a real Vigie in use, beside a Discord and an MLflow of its own: the metrics are well formed,
# and everything the dashboard and the rules ask has data. A real Alertmanager tells that Discord of a target that is
# gone and comes back, and of nothing the bot says itself.
# Wants root on Debian (installs prometheus and prometheus-alertmanager), curl, and the built project (dist/).
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
pids=()
end() {
  kill "${pids[@]}" 2>/dev/null
  # A check that hangs at its end says nothing.
  (sleep 40 && kill -9 "${pids[@]}") >/dev/null 2>&1 &
  wait "${pids[@]}" 2>/dev/null
  rm -rf "$work"
}
trap end EXIT
fail() {
  echo "FAIL $1"
  tail -n 8 "$work"/*.log
  exit 1
}

if ! command -v prometheus >/dev/null || ! command -v prometheus-alertmanager >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    prometheus prometheus-alertmanager || exit 1
fi

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
prometheus=$(free_port)
alertmanager=$(free_port)
lost=$(free_port)

node_modules/.bin/tsc -p tsconfig.demo.json || exit 1
node dist/test/demo/scraped.js >"$work/scene.log" 2>&1 &
pids+=($!)
for _ in $(seq 150); do
  grep -q '^scene ' "$work/scene.log" && break
  sleep 0.2
done
scene=$(sed -n 's/^scene //p' "$work/scene.log")
[ -n "$scene" ] || fail 'the scene did not begin'
api=$(node -p 'JSON.parse(process.argv[1]).api' "$scene")
webhook=$(node -p 'JSON.parse(process.argv[1]).webhook' "$scene")

# Faster, at other addresses, and with a second target that nothing answers for yet. Debian's Alertmanager knows no
# webhook_url_file; nothing else of its configuration is changed but the waits.
sed -e "s/\"vigie:8000\"/\"$api\", \"127.0.0.1:$lost\"/" -e "s/localhost:9090/127.0.0.1:$prometheus/" \
  -e "s/alertmanager:9093/127.0.0.1:$alertmanager/" -e "s#- alerts.yml#- $work/alerts.yml#" \
  -e 's/\(scrape_interval\|scrape_timeout\|evaluation_interval\): .*/\1: 1s/' \
  docker/prometheus/prometheus.yml >"$work/prometheus.yml"
sed 's/for: .*/for: 1s/' docker/prometheus/alerts.yml >"$work/alerts.yml"
sed -e "s#webhook_url_file: .*#webhook_url: $webhook#" -e 's/\(group_wait\|group_interval\): .*/\1: 1s/' \
  docker/alertmanager/alertmanager.yml >"$work/alertmanager.yml"
amtool check-config "$work/alertmanager.yml" >"$work/amtool.log" 2>&1 || fail 'amtool check-config'
echo 'ok amtool check-config'
for told in 'TargetDown told=ops ops' 'DriftDetected told=bot nobody' 'ModelAccuracyLow told=bot nobody'; do
  read -r name label receiver <<<"$told"
  found=$(amtool config routes test --config.file="$work/alertmanager.yml" "alertname=$name" "$label" 2>/dev/null | xargs)
  [ "$found" = "$receiver" ] || fail "$name goes to $found, not $receiver"
done
echo 'ok only what the bot cannot say goes to Discord'

prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alerts" --cluster.listen-address= \
  --web.listen-address="127.0.0.1:$alertmanager" >"$work/alertmanager.log" 2>&1 &
pids+=($!)
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
  --web.listen-address="127.0.0.1:$prometheus" >"$work/prometheus.log" 2>&1 &
pids+=($!)

# heard PATTERN: waits until the fake Discord got such a message.
heard() {
  for _ in $(seq 80); do
    grep -q "$1" "$work/scene.log" && echo "ok Discord got: $(grep -m 1 "$1" "$work/scene.log")" && return
    sleep 0.5
  done
  fail "Discord never got: $1"
}
heard 'webhook: .*FIRING: TargetDown'
mkdir "$work/back" && echo 'back 1' >"$work/back/metrics"
python3 -m http.server --bind 127.0.0.1 --directory "$work/back" "$lost" >/dev/null 2>&1 &
pids+=($!)

node .ci/peers/expressions.mjs "http://127.0.0.1:$prometheus" || fail 'a question has no data'
heard 'webhook: .*RESOLVED: TargetDown'

rules=$(curl -s "http://127.0.0.1:$prometheus/api/v1/rules")
grep -q '"health":"err"' <<<"$rules" && fail "rules: $rules"
grep -q '"name":"DriftCheckStale"' <<<"$rules" || fail "no rules: $rules"
echo 'ok rules evaluate'

# prom-client's own three gauges end in _total; everything else must pass.
curl -s "http://$api/metrics" | grep -vE 'nodejs_active_[a-z]+_total' | promtool check metrics || fail 'promtool check metrics'
echo 'ok promtool check metrics'
series=$(curl -s "http://$api/metrics" | grep -cv '^#')
[ "$series" -lt 1500 ] || fail "$series series"
echo "ok $series series"

#!/usr/bin/env bash
# Holds docker/ and docker-compose.yml against the programs and schemas that will judge them elsewhere.
# Wants root on Debian (it installs promtool and docker-compose) and the project's node_modules.
# SCHEMAS_DIR names a folder with compose-spec.json and grafana-dashboard.jsonschema.json; without it those two checks are skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1

here=.ci/peers
dashboard=docker/grafana/dashboards/vigie.json
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check NAME COMMAND...: one line for the verdict; what the command said only when it fails. A missing program fails.
check() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    echo "ok $name"
    passed=$((passed + 1))
  else
    echo "FAIL $name"
    sed 's/^/    /' "$work/said"
    failed=$((failed + 1))
  fi
}

install_tools() {
  command -v promtool >/dev/null && command -v docker-compose >/dev/null && return
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus docker-compose
}

dashboard_queries_parse() {
  node $here/dashboard-rules.mjs $dashboard >"$work/rules.json" && promtool check rules "$work/rules.json"
}

# A check that refuses nothing proves nothing.
planted_refused() {
  sed "$1" $dashboard >"$work/planted.json"
  ! cmp -s $dashboard "$work/planted.json" || return 1
  ! node $here/schema.mjs "$SCHEMAS_DIR/grafana-dashboard.jsonschema.json" "$work/planted.json"
}

check tools install_tools
check prometheus-config promtool check config docker/prometheus/prometheus.yml
check alert-rules promtool check rules docker/prometheus/alerts.yml
check alert-unit-tests promtool test rules docker/prometheus/*.test.yml
check dashboard-queries dashboard_queries_parse
# An empty environment: a developer's own .env must not decide.
: >"$work/empty.env"
compose() { docker-compose --env-file "$work/empty.env" "$@"; }
check docker-compose compose config -q
check docker-compose-scale compose --profile scale config -q
check docker-compose-secrets compose -f docker-compose.yml -f docker/compose.secrets.yml --profile scale config -q
if [ -n "${SCHEMAS_DIR:-}" ]; then
  check compose-schema node $here/schema.mjs "$SCHEMAS_DIR/compose-spec.json" docker-compose.yml
  check secrets-schema node $here/schema.mjs "$SCHEMAS_DIR/compose-spec.json" docker/compose.secrets.yml
  check dashboard-schema node $here/schema.mjs "$SCHEMAS_DIR/grafana-dashboard.jsonschema.json" $dashboard
  for error in 's/"panels": /"panelz": /' 's/"refresh": "30s"/"refresh": 30/'; do
    check "dashboard-schema-refuses ${error}" planted_refused "$error"
  done
else
  echo 'skip compose-schema, dashboard-schema: SCHEMAS_DIR is not set'
fi

echo "deployment: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

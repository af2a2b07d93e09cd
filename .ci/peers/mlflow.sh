#!/usr/bin/env bash
# Holds core/adapters/mlflow against real MLflow servers on loopback: an open one, one over a faulty line, one that is
# stopped and started again, one that refuses our Host header, one that serves no files, one with users; what it logged
# against Python, and what Python registered against it. Wants python3 (3.11 or newer) with venv, the project built, and
# the package index on the first run.
set -um
cd "$(dirname "$0")/../.." || exit 1

. .ci/peers/mlflow-venv.sh
passed=0
failed=0
server=
work=$(mktemp -d)

# The server forks: its process group is what ends.
stop_server() {
  [ -n "$server" ] || return 0
  kill -- "-$server" 2>/dev/null
  wait "$server" 2>/dev/null
  server=
}
trap 'stop_server; rm -rf "$work"' EXIT

# check NAME COMMAND...: one line for the verdict; what the command said only when it fails.
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
    return 1
  fi
}

end() {
  echo "mlflow $version: $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# start_server NAME EXPECTED-STATUS ARGUMENT...: waits until the API itself (not /health) answers with that status.
start_server() {
  local name=$1 expected=$2 status=
  shift 2
  mkdir -p "$work/$name"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  (cd "$work/$name" && exec "$mlflow" server --host 127.0.0.1 --port "$port" --workers 1 \
    --backend-store-uri "sqlite:///$work/$name/mlflow.db" --artifacts-destination "$work/$name/artifacts" \
    "$@") >"$work/$name.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    status=$(curl -s -o /dev/null -m 5 -w '%{http_code}' \
      "http://127.0.0.1:$port/api/2.0/mlflow/experiments/search?max_results=1")
    [ "$status" = "$expected" ] && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.5
  done
  echo "the server answers with $status, not $expected"
  tail -n 20 "$work/$name.log"
  return 1
}

# The tests of one describe block: each block wants a server of its kind. A filter that finds nothing passes with
# everything skipped, so the block must be there.
tests_of() {
  local file
  file=$(grep -lF "describe('$1'" test/peers/mlflow*.test.ts) || return
  MLFLOW_TEST_URI="http://127.0.0.1:$port" MLFLOW_TEST_PASSWORD="$password" MLFLOW_TEST_BIN=$(cd "$venv/bin" && pwd) \
    npx vitest run --config "$work/vitest.config.mjs" --root . "$file" -t "^$1"
}

# round NAME EXPECTED-STATUS BLOCKS ARGUMENT...: blocks are separated by semicolons.
round() {
  local name=$1 expected=$2 block blocks
  IFS=';' read -ra blocks <<<"$3"
  shift 3
  if check "$name server starts" start_server "$name" "$expected" "$@"; then
    for block in "${blocks[@]}"; do check "$block" tests_of "$block"; done
  fi
  stop_server
}

check "mlflow $version installs" installed || end
mlflow=$(cd "$venv/bin" && pwd)/mlflow
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/**/*.test.ts'], testTimeout: 60_000 } };" >"$work/vitest.config.mjs"

export MLFLOW_DISABLE_TELEMETRY=true MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false
password=admin-password-1
round open 200 'an open server;a model in an open server;a model of somebody else'
round faulty 200 'a faulty line to an open server;a server that is stopped'
round elsewhere 200 'a server that serves no files' --default-artifact-root "$work/elsewhere/root"
round fussy 403 'a server with other allowed hosts' --allowed-hosts mlflow:5555
export MLFLOW_AUTH_ADMIN_PASSWORD=$password MLFLOW_FLASK_SERVER_SECRET_KEY=only-for-this-test
round guarded 401 'a server with users' --app-name basic-auth
end

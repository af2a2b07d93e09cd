#!/usr/bin/env bash
# Holds the store, and the embedded server it mostly runs on, against FerretDB 1.24 with its SQLite backend: another
# program that speaks MongoDB's protocol. It has no TTL and no partial indexes: what needs them is not asked of it.
# Wants go (1.24 or newer; installs Debian's when it is missing), the Go module proxy on the first run, and the project's
# node_modules. The built server is kept in .ci/cache.
set -um
cd "$(dirname "$0")/../.." || exit 1

version=v1.24.2
home=$PWD/.ci/cache/ferretdb-$version
server=
work=$(mktemp -d)
end() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
  rm -rf "$work"
}
trap end EXIT

# Its own command asks for files that only its release has; as a library it is whole, and sends no telemetry.
build() {
  command -v go >/dev/null || {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go
  } || return
  mkdir -p "$work/module" "$home"
  cat >"$work/module/main.go" <<'GO'
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: os.Args[1]},
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[2] + "/",
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := server.Run(ctx); err != nil {
		log.Fatal(err)
	}
}
GO
  printf 'module peer\n\ngo 1.24.3\n\nrequire github.com/FerretDB/FerretDB %s\n' "$version" >"$work/module/go.mod"
  # The last step is a rename: a build that was cut short leaves nothing that looks like one.
  (cd "$work/module" && GOFLAGS='-mod=mod -buildvcs=false' timeout 900 go build -tags ferretdb_no_postgresql -o "$home/building" .) &&
    mv "$home/building" "$home/ferretdb"
}

[ -x "$home/ferretdb" ] || build || { echo "FAIL ferretdb $version cannot be built"; exit 1; }

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
mkdir "$work/data"
"$home/ferretdb" "127.0.0.1:$port" "$work/data" >"$work/log" 2>&1 &
server=$!
for _ in $(seq 100); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done

# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } };" >"$work/vitest.config.mjs"
MONGODB_TEST_URI="mongodb://127.0.0.1:$port/" timeout 600 \
  npx vitest run --config "$work/vitest.config.mjs" --root . test/peers/mongodb.test.ts test/peers/differential.test.ts || {
  code=$?
  tail -n 20 "$work/log"
  exit "$code"
}

#!/usr/bin/env bash
# The Dockerfile really built, and its image really run, without a Docker engine and without a registry of images.
# Wants root on Debian: installs buildah and mmdebstrap. The base image is a stand-in under the same name: Debian with
# the same release of Node from the npm registry. Takes some minutes, so it is no part of .ci/run: by hand, or nightly.
set -u
cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d)
vigie=
end() {
  [ -z "$vigie" ] || kill -KILL "$vigie" 2>/dev/null
  ours umount --all >/dev/null 2>&1
  rm -rf "$work"
}
trap end EXIT
fail() {
  echo "FAIL $1"
  [ -z "${2:-}" ] || tail -n 40 "$2" | sed 's/^/    /'
  exit 1
}
# Storage of its own: nothing of another image on this machine is seen or touched.
ours() { buildah --root "$work/storage" --runroot "$work/run" --storage-driver "$driver" "$@"; }
# Layers over one another where this machine can do that; else a whole copy of each.
mkdir "$work"/{lower,upper,scratch,merged}
driver=vfs
mount -t overlay overlay -o "lowerdir=$work/lower,upperdir=$work/upper,workdir=$work/scratch" "$work/merged" 2>/dev/null &&
  umount "$work/merged" && driver=overlay
# step NAME COMMAND...: how long it took; what it said only when it fails.
step() {
  local name=$1 begun=$SECONDS
  shift
  "$@" >"$work/said" 2>&1 || fail "$name" "$work/said"
  echo "ok $name ($((SECONDS - begun)) s)"
}
megabytes() { du -sm "$1" | cut -f1; }

install_tools() {
  command -v buildah >/dev/null && command -v mmdebstrap >/dev/null && return
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends buildah mmdebstrap
}

base=$(sed -n 's/^FROM \(node:[^ ]*\).*/\1/p' docker/Dockerfile | head -n 1)
release=${base#node:}
release=${release%%-*}
[ "$(uname -m)" = aarch64 ] && arch=arm64 || arch=x64

stand_in() {
  local root=$work/base
  mmdebstrap --quiet --dpkgopt=force-unsafe-io --variant=minbase --include=ca-certificates bookworm "$root" || return 1
  npm install --prefix "$work/npm" --no-save --ignore-scripts "node-linux-$arch@$release" npm@11 || return 1
  cp "$work/npm/node_modules/node-linux-$arch/bin/node" "$root/usr/local/bin/node" &&
    mkdir -p "$root/usr/local/lib/node_modules" && cp -r "$work/npm/node_modules/npm" "$root/usr/local/lib/node_modules/npm" &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm" &&
    chmod +x "$root/usr/local/lib/node_modules/npm/bin/npm-cli.js" || return 1
  # As the official image does.
  chroot "$root" sh -c 'groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node' || return 1
  # A network that re-signs TLS has an authority of its own, which npm must know.
  [ -z "${NODE_EXTRA_CA_CERTS:-}" ] || cp -L "$NODE_EXTRA_CA_CERTS" "$root/etc/ssl/certs/ca-certificates.crt" || return 1
  local container
  container=$(ours from scratch) &&
    ours copy -q "$container" "$root" / &&
    ours config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container" &&
    ours commit -q "$container" "$base" && ours rm "$container" && rm -rf "$root" "$work/npm"
}

step tools install_tools
step "stand-in for $base" stand_in
step 'image built' ours bud --pull-never --isolation chroot --format docker -f docker/Dockerfile -t vigie:local .

config() { ours inspect --type image --format "{{$1}}" vigie:local; }
[ "$(config .Docker.Config.User)" = node ] || fail 'the image runs as another user than node'
container=$(ours from --pull-never vigie:local) || fail 'no container'
root=$(ours mount "$container") || fail 'no root file system'
echo "   image: $(megabytes "$root") MB with its base, $(megabytes "$root/app") MB of it Vigie:" \
  "node_modules $(megabytes "$root/app/node_modules"), dist $(megabytes "$root/app/dist")," \
  "ONNX Runtime $(megabytes "$root/app/node_modules/onnxruntime-node")"
leaked=$(find "$root/app" -not -path '*/node_modules/*' \( -name '.env*' -o -name .git -o -name data -o -name test -o -name '*.ts' \) | head)
[ -z "$leaked" ] || fail "in the image: $leaked"

# Contained as the compose file has it: the image read-only, /tmp and /data writable, no capabilities, no new privileges.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/data" && chown 1000:1000 "$work/data"
cat >"$work/contained.sh" <<'INNER'
set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t tmpfs tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --bind "$2" "$1/data"
shift 2
exec "$@"
INNER
# The environment of the image, and nothing else.
mapfile -t environment < <(config 'range .Docker.Config.Env}}{{println .}}{{end' | grep .)
mapfile -t command < <(config 'range .Docker.Config.Entrypoint}}{{println .}}{{end' | grep .)
mapfile -t health < <(config 'range .Docker.Config.Healthcheck.Test}}{{println .}}{{end' | grep .)
inside=(setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs --bounding-set=-all
  env -C /app -i "${environment[@]}" "PORT=$port" NODE_OPTIONS=--max-old-space-size=768)
begun=$(date +%s%N)
unshare --mount sh "$work/contained.sh" "$root" "$work/data" chroot "$root" "${inside[@]}" "${command[@]}" \
  </dev/null >"$work/out" 2>&1 &
vigie=$!
since() { echo "$((($(date +%s%N) - begun) / 1000000)) ms"; }

# answers PATH STATUS [CURL ARGUMENTS...]: waits up to a minute for it.
answers() {
  local path=$1 wanted=$2 got=
  shift 2
  for _ in $(seq 600); do
    got=$(curl -s -m 5 -o "$work/body" -w '%{http_code}' "$@" "http://127.0.0.1:$port$path")
    [ "$got" = "$wanted" ] && echo "ok $path $got after $(since)" && return
    kill -0 "$vigie" 2>/dev/null || fail 'the process ended' "$work/out"
    sleep 0.1
  done
  fail "$path answers $got, not $wanted" "$work/out"
}
answers /health/ready 200
grep -q '^Uid:.1000.1000' "/proc/$vigie/status" && grep -q '^CapEff:.0*$' "/proc/$vigie/status" &&
  grep -q '^NoNewPrivs:.1' "/proc/$vigie/status" || fail 'the process is not contained'
echo 'ok uid 1000, no capabilities, no new privileges'
nsenter --target "$vigie" --mount chroot "$root" "${inside[@]}" node -e "require('fs').writeFileSync('/app/x', '')" 2>"$work/said" &&
  fail 'the image can be written to'
grep -q EROFS "$work/said" || fail 'the image is writable, or not for the reason expected' "$work/said"
echo 'ok the image is read-only'
answers /docs 200
answers /metrics 200
grep -q '^ml_drift_threshold' "$work/body" || fail 'no metrics' "$work/body"
token=$(cat "$work/data/admin-token")
answers /predict 200 -H "Authorization: Bearer $token" -H 'content-type: application/json' -d '{"watch": "demo", "features": {"amount": 50, "minutes": 10, "rating": 600, "load": 0.5, "channel": "web"}}'
head -c 300 "$work/body" && echo
[ "${health[0]}" = CMD ] || fail 'no health check in the image'
nsenter --target "$vigie" --mount chroot "$root" "${inside[@]}" "${health[@]:1}" || fail 'the health check of the image'
echo 'ok the health check of the image passes'
nsenter --target "$vigie" --mount chroot "$root" "${inside[@]}" node -e "require('onnxruntime-node')" || fail 'ONNX Runtime does not load'
echo 'ok ONNX Runtime loads'
echo "   peak memory: $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$vigie/status") MB"
begun=$(date +%s%N)
kill -TERM "$vigie"
wait "$vigie"
code=$?
vigie=
[ "$code" -eq 0 ] || fail "SIGTERM ends with $code" "$work/out"
echo "ok SIGTERM: exit 0 after $(since)"
echo 'image: passed'

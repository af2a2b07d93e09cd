#!/usr/bin/env bash
# A hundred rounds of kill -9 on the embedded store, fifty on the whole product at every step of an alert, eight on it in
# the middle of checks and retrainings, thirty on it at the steps of a retraining (training, gate, promotion, telling), and
# a disk that is really full (a small one mounted in memory, which wants root).
# Wants the project's node_modules. KILL_ROUNDS, ALERT_ROUNDS and RETRAIN_ROUNDS (200: every step) make it
# shorter or longer.
set -u
cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT

mkdir "$work/disk"
mount -t tmpfs -o size=24m tmpfs "$work/disk" || exit 1
export SMALL_DISK=$work/disk
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/{kill,alert,crash,retrain}.test.ts'], testTimeout: 1_800_000 } };" >"$work/vitest.config.mjs"
npm run -s build && npx vitest run --config "$work/vitest.config.mjs" --root .

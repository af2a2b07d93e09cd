#!/usr/bin/env bash
# Five thousand requests made of the OpenAPI document the API serves, over the real operations, each answer held against that
# document. Wants the project's node_modules. FUZZ_REQUESTS and FUZZ_SEED make it longer or another one.
set -u
cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/fuzz.test.ts'], testTimeout: 1_800_000 } };" >"$work/vitest.config.mjs"
npx vitest run --config "$work/vitest.config.mjs" --root .

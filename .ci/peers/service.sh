#!/usr/bin/env bash
# The built service in processes of its own: everybody away, several processes on one store, two of each role and any of
# them killed, leaders that end, an ill Discord, conversations, bad starts; beside them flows and comparisons that take
# too long for `npm test`. Wants the project's node_modules.
set -u
cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/service/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } };" >"$work/vitest.config.mjs"
npm run -s build && npx vitest run --config "$work/vitest.config.mjs" --root .

#!/usr/bin/env bash
# Holds core/onnx against Python: the checker of onnx, onnxruntime, and MLflow loading and serving our packages.
# Wants python3 (3.11 or newer) with venv, the project's node_modules, and the package index on the first run.
set -u
cd "$(dirname "$0")/../.." || exit 1

. .ci/peers/mlflow-venv.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

installed || { echo "FAIL mlflow $version with ${pins[*]} cannot be installed"; exit 1; }
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/**/*.test.ts'] } };" >"$work/vitest.config.mjs"
MLFLOW_DISABLE_TELEMETRY=true ONNX_PYTHON=$(cd "$venv/bin" && pwd)/python \
  npx vitest run --config "$work/vitest.config.mjs" --root . test/peers/onnx.test.ts

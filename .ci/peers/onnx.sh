#!/usr/bin/env bash
# Holds core/onnx against Python: the checker of onnx, onnxruntime, and MLflow loading and serving our packages.
# Wants python3 (3.11 or newer) with venv, the project's node_modules, and the package index on the first run.
# MLFLOW_VENV names a virtual environment to use or make; by default the one in .ci/cache that mlflow.sh uses too.
set -u
cd "$(dirname "$0")/../.." || exit 1

version=${MLFLOW_VERSION:-3.17.2}
venv=${MLFLOW_VENV:-.ci/cache/mlflow-$version}
# What requirements.txt of a package pins beside MLflow.
pins=(numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 pandas==2.3.3)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

installed() {
  local frozen pin
  frozen=$("$venv/bin/pip" freeze 2>/dev/null)
  for pin in "mlflow==$version" "${pins[@]}"; do grep -qxF "$pin" <<<"$frozen" || return; done
}

install() {
  python3 -m venv "$venv" && "$venv/bin/pip" install -q "mlflow[auth]==$version" "${pins[@]}"
}

installed || install || { echo "FAIL mlflow $version with ${pins[*]} cannot be installed"; exit 1; }
# The project's own configuration leaves test/peers out.
echo "export default { test: { include: ['test/peers/**/*.test.ts'] } };" >"$work/vitest.config.mjs"
MLFLOW_DISABLE_TELEMETRY=true ONNX_PYTHON=$(cd "$venv/bin" && pwd)/python \
  npx vitest run --config "$work/vitest.config.mjs" --root . test/peers/onnx.test.ts

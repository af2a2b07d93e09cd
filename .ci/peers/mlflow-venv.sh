# The Python that packages of models are tried with; read by mlflow.sh and onnx.sh. MLFLOW_VENV names a virtual environment
# to use or make; by default one in .ci/cache. MLFLOW_VERSION picks another release.
version=${MLFLOW_VERSION:-3.17.2}
venv=${MLFLOW_VENV:-.ci/cache/mlflow-$version}
# What requirements.txt of a package pins beside MLflow.
pins=(numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 pandas==2.3.3)

complete() {
  local frozen pin
  frozen=$("$venv/bin/python" -m pip freeze 2>/dev/null)
  for pin in "mlflow==$version" "${pins[@]}"; do grep -qxF "$pin" <<<"$frozen" || return; done
}

installed() {
  complete || { python3 -m venv "$venv" && "$venv/bin/python" -m pip install -q "mlflow[auth]==$version" "${pins[@]}"; }
}

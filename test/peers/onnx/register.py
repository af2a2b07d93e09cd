"""Registers models in MLflow the way whoever trained them does.

Usage: register.py FOLDER PREFIX. FOLDER holds expected.json and the ONNX files it names, and line.onnx, line-turned.onnx.
Registers PREFIX-NAME for every case, PREFIX-line in two versions, and PREFIX-pickled, which scikit-learn saved itself;
each with the alias "champion" on its version 1. Wants MLFLOW_TRACKING_URI, mlflow, onnx, onnxruntime and pandas.
"""

import json
import sys
from pathlib import Path

import mlflow
import onnx
import pandas
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression

folder, prefix = Path(sys.argv[1]), sys.argv[2]
client = mlflow.MlflowClient()
mlflow.set_experiment(prefix)
# Named, or MLflow loads every model once more to find them out.
needs = {"pip_requirements": ["onnx", "onnxruntime"]}


def register(name, file, rows):
    mlflow.onnx.log_model(
        onnx.load(folder / file),
        name="model",
        signature=infer_signature(rows),
        input_example=rows.head(3),
        registered_model_name=f"{prefix}-{name}",
        **needs,
    )


with mlflow.start_run():
    for case in json.loads((folder / "expected.json").read_text())["cases"]:
        columns = [feature["name"] for feature in case["features"]]
        register(case["name"], case["file"], pandas.DataFrame(case["rows"], columns=columns))
        client.set_registered_model_alias(f"{prefix}-{case['name']}", "champion", "1")
    plane = pandas.DataFrame([[1.5, 0.1], [-1.5, 0.1]], columns=["x", "y"])
    register("line", "line.onnx", plane)
    register("line", "line-turned.onnx", plane)
    client.set_registered_model_alias(f"{prefix}-line", "champion", "1")
    pickled = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    mlflow.sklearn.log_model(
        pickled, name="model", registered_model_name=f"{prefix}-pickled", pip_requirements=["scikit-learn"]
    )
    client.set_registered_model_alias(f"{prefix}-pickled", "champion", "1")

"""Loads MLflow models as Python does and holds what they say against what is expected of them.

Usage: check.py CASES.json. CASES is a list of
  {"model": a folder or an MLflow URI,
   "columns": [{"name": ..., "type": "double" | "string", "cells": [...]}, ...],
   "expected": {"label": [...], "probability": [...], ...}}
Missing is null; a number may be the text "Infinity" or "-Infinity". URIs want MLFLOW_TRACKING_URI.
Ends with one line "N checks of M models"; a difference raises. Wants mlflow, numpy, onnx, onnxruntime and pandas as
requirements.txt of the package pins them.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import mlflow
import numpy
import onnx
import onnxruntime
import pandas
from mlflow.pyfunc import scoring_server

TOLERANCE = 1e-9
checks = 0


def holds(claim, *told):
    global checks
    checks += 1
    if not claim:
        raise AssertionError(" ".join(str(each) for each in told))


def numbers(cells):
    return numpy.array([numpy.nan if cell is None else float(cell) for cell in cells], dtype=numpy.float64)


def texts(cells):
    return numpy.array(["" if cell is None else cell for cell in cells], dtype=object)


def frame_of(columns):
    return pandas.DataFrame({
        column["name"]: numbers(column["cells"]) if column["type"] == "double" else texts(column["cells"])
        for column in columns
    })


def agrees(said, expected, who):
    holds(list(said.columns) == list(expected), who, "has columns", list(said.columns), "not", list(expected))
    for name, cells in expected.items():
        if name.startswith("label"):
            wrong = [at for at, (one, other) in enumerate(zip(said[name], cells, strict=True)) if one != other]
            holds(not wrong, who, name, "differs in rows", wrong[:5])
        else:
            off = numpy.abs(said[name].to_numpy(dtype=numpy.float64) - numbers(cells))
            # Not "any beyond": a NaN is no agreement.
            holds(len(off) == len(cells) and bool((off <= TOLERANCE).all()), who, name, "is off by", off.max())


def by_onnxruntime(model, frame):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    wanted = {given.name: frame[given.name].to_numpy().reshape([-1, *given.shape[1:]]) for given in session.get_inputs()}
    names = [output.name for output in session.get_outputs()]
    return pandas.DataFrame(dict(zip(names, session.run(names, wanted), strict=True)))


def refuses_whole_numbers(loaded, columns, frame):
    """The documented limit of a signature: a column of int64 is no column of doubles."""
    doubles = [column["name"] for column in columns if column["type"] == "double"]
    if not doubles:
        return
    whole = frame.copy()
    whole[doubles[0]] = numpy.arange(3, len(frame) + 3, dtype=numpy.int64)
    try:
        loaded.predict(whole)
        said = "nothing"
    except mlflow.exceptions.MlflowException as error:
        said = str(error)
    holds("Can not safely convert int64 to float64" in said, "an int64 column was answered by", said)


def refuses_a_missing_column(loaded, frame):
    try:
        loaded.predict(frame.drop(columns=[frame.columns[0]]))
        said = "nothing"
    except mlflow.exceptions.MlflowException as error:
        said = str(error)
    holds("missing inputs" in said, "a missing column was answered by", said)


def takes_its_examples(folder, loaded, names):
    answer = loaded.predict(loaded.metadata.load_input_example(str(folder)))
    holds(list(answer.columns) == names and len(answer) == 1, "the input example gave", answer)
    body = (folder / "serving_input_example.json").read_text()
    served = scoring_server.invocations(body, "application/json", loaded, loaded.metadata.get_input_schema())
    holds(served.status == 200, "the scoring server answered", served.response)
    [prediction] = json.loads(served.response)["predictions"]
    holds(prediction == answer.iloc[0].to_dict(), "the scoring server said", prediction, "not", answer.iloc[0])


def describes(loaded, columns, expected):
    signature = loaded.metadata.signature
    given = [(column.name, column.type.name, column.required) for column in signature.inputs]
    holds(given == [(column["name"], column["type"], True) for column in columns], "the signature takes", given)
    told = [(column.name, column.type.name) for column in signature.outputs]
    types = [(name, "string" if name.startswith("label") else "double") for name in expected]
    holds(told == types, "the signature gives", told)


def check(case):
    uri, columns, expected = case["model"], case["columns"], case["expected"]
    folder = Path(mlflow.artifacts.download_artifacts(artifact_uri=uri))
    frame = frame_of(columns)

    model = mlflow.onnx.load_model(uri)
    onnx.checker.check_model(model, full_check=True)
    agrees(by_onnxruntime(model, frame), expected, f"onnxruntime on {uri}")

    loaded = mlflow.pyfunc.load_model(uri)
    describes(loaded, columns, expected)
    agrees(loaded.predict(frame), expected, f"mlflow.pyfunc on {uri}")
    first = {name: cells[:1] for name, cells in expected.items()}
    agrees(loaded.predict(frame.iloc[:1]), first, f"one row of {uri}")
    takes_its_examples(folder, loaded, list(expected))
    refuses_whole_numbers(loaded, columns, frame)
    refuses_a_missing_column(loaded, frame)
    installed = {f"{name}=={version(name)}" for name in ("mlflow", "numpy", "onnx", "onnxruntime", "pandas")}
    pinned = set((folder / "requirements.txt").read_text().split())
    holds(pinned == installed, "the package wants", pinned, "but is tried with", installed)


cases = json.loads(Path(sys.argv[1]).read_text())
for case in cases:
    check(case)
print(f"{checks} checks of {len(cases)} models")

# Writes onnx-model.json beside this file: a small model by the onnx package's own helpers, as base64.
# python -m venv v && v/bin/pip install onnx==1.23.2 && v/bin/python test/vectors/onnx-model.py
import base64, json, pathlib
import numpy, onnx
from onnx import helper, numpy_helper, TensorProto


def constant(name, values):
    return numpy_helper.from_array(numpy.array(values), name)


graph = helper.make_graph(
    [
        helper.make_node("OneHotEncoder", ["ville"], ["found"], domain="ai.onnx.ml", cats_strings=["Paris", "東京"], zeros=1),
        helper.make_node("Cast", ["found"], ["design"], to=TensorProto.DOUBLE),
        helper.make_node("Gemm", ["design", "weights"], ["scores"]),
        helper.make_node("ArgMax", ["scores"], ["best"], axis=1, keepdims=0),
        helper.make_node("Gather", ["classes", "best"], ["label"]),
        helper.make_node("Gather", ["scores", "place"], ["score"], axis=1),
    ],
    "tiny",
    [helper.make_tensor_value_info("ville", TensorProto.STRING, ["N", 1])],
    [
        helper.make_tensor_value_info("label", TensorProto.STRING, ["N"]),
        helper.make_tensor_value_info("score", TensorProto.DOUBLE, ["N"]),
    ],
    [
        constant("weights", [[0.1, -2.5], [1e300, float("-inf")]]),
        helper.make_tensor("classes", TensorProto.STRING, [2], ["non".encode(), "été".encode()]),
        constant("place", numpy.int64(-1)),
    ],
)
sets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
model = helper.make_model(graph, producer_name="vigie", ir_version=8, opset_imports=sets)
helper.set_model_props(model, {"watch": "churn", "empty": ""})
onnx.checker.check_model(model)

target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps({"tiny": base64.b64encode(model.SerializeToString(deterministic=True)).decode()}, indent=2) + "\n")

"""The original's stack behind /predict: FastAPI, uvicorn and scikit-learn, as their manuals show.

app.py MODEL: prints its port, then serves the logistic regression of that file.
"""

import json
import socket
import sys

import numpy as np
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, FiniteFloat, create_model
from sklearn.linear_model import LogisticRegression

with open(sys.argv[1]) as file:
    facts = json.load(file)

model = LogisticRegression()
model.classes_ = np.array(facts["classes"])
model.coef_ = np.array([facts["weights"]])
model.intercept_ = np.array([facts["intercept"]])
model.n_features_in_ = len(facts["names"])

Row = create_model(
    "Row",
    __config__=ConfigDict(extra="forbid"),
    **{name: (FiniteFloat, ...) for name in facts["names"]},
)


class Request(BaseModel):
    rows: list[Row]


class Prediction(BaseModel):
    label: str
    probabilities: dict[str, float]


class Answer(BaseModel):
    predictions: list[Prediction]


app = FastAPI()


@app.post("/predict")
async def predict(request: Request) -> Answer:
    values = np.array([[getattr(row, name) for name in facts["names"]] for row in request.rows])
    shares = model.predict_proba(values)
    labels = model.classes_[shares.argmax(axis=1)]
    return Answer(
        predictions=[
            Prediction(label=label, probabilities=dict(zip(facts["classes"], map(float, row))))
            for label, row in zip(labels, shares)
        ]
    )


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
# Before anybody is told: whoever connects now waits, and is not refused.
listener.listen(2048)
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listener])

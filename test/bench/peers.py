"""What the bench holds Vigie against: numpy, scipy, scikit-learn and pandas, used as their manuals show.

Without arguments: one JSON command a line on standard input, one JSON answer a line on standard output. Times are taken
inside, around the library's own call. `peers.py path REFERENCE CURRENT` and `peers.py peak FILE` do one whole job and
answer with what it cost the process.
"""

import json
import sys
import time

seconds = time.perf_counter
kept = {}


def columns(facts):
    """Keeps columns from a raw file, one after the other, under a name."""
    import numpy as np

    kept[facts["name"]] = np.fromfile(facts["path"]).reshape(facts["columns"], -1)
    return {}


def bins(reference):
    """Ten bins at the deciles of the reference, open at both ends."""
    import numpy as np

    return np.concatenate(([-np.inf], np.quantile(reference, np.arange(1, 10) / 10), [np.inf]))


def keep_bins(facts):
    """The reference's bins and shares: made once, as Vigie's are."""
    import numpy as np

    kept["bins"] = [bins(column) for column in kept["reference"]]
    kept["shares"] = [
        np.histogram(column, edges)[0] / len(column) for column, edges in zip(kept["reference"], kept["bins"])
    ]
    return {}


def population_stability(shares, current, edges):
    import numpy as np

    now = np.clip(np.histogram(current, edges)[0] / len(current), 1e-4, None)
    before = np.clip(shares, 1e-4, None)
    return float(np.sum((now - before) * np.log(now / before)))


def drift(facts):
    """Kolmogorov-Smirnov, Wasserstein and PSI of every column, timed, with the first two's values."""
    from scipy.stats import ks_2samp, wasserstein_distance

    found = []
    begun = seconds()
    for reference, current, shares, edges in zip(kept["reference"], kept["current"], kept["shares"], kept["bins"]):
        statistic = ks_2samp(reference, current).statistic
        distance = wasserstein_distance(reference, current)
        population_stability(shares, current, edges)
        found.append([float(statistic), float(distance)])
    return {"seconds": seconds() - begun, "found": found}


def counted(facts):
    """PSI, Jensen-Shannon distance and chi-square of two rows of counts a column: scipy's word on ours."""
    import numpy as np
    from scipy.spatial.distance import jensenshannon
    from scipy.stats import chi2_contingency

    found = []
    for edges, reference, current in zip(facts["edges"], kept["reference"], kept["current"]):
        sides = [
            np.bincount(np.searchsorted(edges, side, side="right"), minlength=len(edges) + 1)
            for side in (reference, current)
        ]
        p, q = [(side + 0.5) / (side + 0.5).sum() for side in sides]
        table = np.array(sides)[:, np.sum(sides, axis=0) > 0]
        found.append(
            [
                float(np.sum((p - q) * np.log(p / q))),
                float(jensenshannon(sides[0], sides[1], base=2)),
                float(chi2_contingency(table, correction=False).statistic),
            ]
        )
    return {"found": found}


def rows(facts):
    """Keeps training rows: features row after row, classes as int32."""
    import numpy as np

    kept["x"] = np.fromfile(facts["values"]).reshape(-1, facts["features"])
    kept["y"] = np.fromfile(facts["targets"], dtype=np.int32)
    return {}


def fit(facts):
    """scikit-learn's logistic regression. Weights: one row for two classes, else one a class; intercepts last."""
    import warnings

    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(**facts["options"])
    with warnings.catch_warnings():
        # Not converging is an answer here.
        warnings.simplefilter("ignore")
        begun = seconds()
        model.fit(kept["x"], kept["y"])
        took = seconds() - begun
    return {
        "seconds": took,
        "iterations": int(np.max(model.n_iter_)),
        "weights": np.column_stack((model.coef_, model.intercept_)).tolist(),
    }


def read_csv(facts):
    """pandas.read_csv as it comes."""
    import pandas

    begun = seconds()
    table = pandas.read_csv(facts["path"])
    took = seconds() - begun
    return {"seconds": took, "sums": [float(table[name].sum()) for name in table]}


def cost():
    """Processor seconds and peak memory of this process so far."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    try:
        # ru_maxrss would begin with what the parent had.
        with open("/proc/self/status") as status:
            peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"cpu": usage.ru_utime + usage.ru_stime, "peak": peak}


def path(reference_file, current_file):
    """Two files to drift statistics and a model, as one would write it."""
    import pandas
    from numpy import histogram
    from scipy.stats import ks_2samp, wasserstein_distance
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    reference, current = pandas.read_csv(reference_file), pandas.read_csv(current_file)
    features = [name for name in reference if name != "label"]
    found = []
    for name in features:
        before, after = reference[name].to_numpy(), current[name].to_numpy()
        edges = bins(before)
        shares = histogram(before, edges)[0] / len(before)
        found.append([float(ks_2samp(before, after).statistic), float(wasserstein_distance(before, after))])
        population_stability(shares, after, edges)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(reference[features], reference["label"])
    accuracy = float(model.score(current[features], current["label"]))
    return {"found": found, "accuracy": accuracy, **cost()}


def peak(file):
    import pandas

    table = pandas.read_csv(file)
    return {"rows": len(table), **cost()}


commands = {each.__name__: each for each in (columns, keep_bins, drift, counted, rows, fit, read_csv)}


def answer(line):
    facts = json.loads(line)
    try:
        return commands[facts.pop("command")](facts)
    except Exception as error:  # the bench says it, whatever it is
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"path": path, "peak": peak}[sys.argv[1]](*sys.argv[2:])))
    else:
        for request in sys.stdin:
            print(json.dumps(answer(request)), flush=True)

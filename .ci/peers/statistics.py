"""Judges the cases of statistics.mjs with scipy and River. Usage: python statistics.py CASES. Ends with counts.

River before 0.22 leaves the newest bucket of every size out of ADWIN's scan, as scikit-multiflow did: with such a release
only the detectors are compared, and ADWIN with our option of that name. Since 0.22 its scan is the paper's. Every release
here forgets the whole window with the row after an alarm, where the paper, and the vectors, drop its old part. River's
Page-Hinkley has been two-sided, from the sum's extremes, since 0.13; the vectors hold the clamped sum of before.
"""
import json
import math
import sys
import warnings
from collections import Counter

import numpy as np
import river
from river import drift
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

NEWEST_LEFT_OUT = tuple(int(part) for part in river.__version__.split(".")[:2]) < (0, 22)
warnings.simplefilter("ignore")


def jeffreys(counts):
    return (counts + 0.5) / (counts + 0.5).sum()


def samples(reference, current, ours):
    a, b = np.array(reference), np.array(current)
    yield "ks", stats.ks_2samp(a, b, method="asymp").statistic, 1e-12
    # Its exact p is a ratio of two counts; of a million paths and more both sides lose digits.
    yield "ksExact", stats.ks_2samp(a, b, method="exact").pvalue, 1e-8
    yield "w1", stats.wasserstein_distance(a, b), 1e-9
    yield "auc", stats.mannwhitneyu(b, a).statistic / (len(a) * len(b)), 1e-12
    if "cvm" in ours:
        # Its series stops at terms below 1e-7.
        test = stats.cramervonmises_2samp(a, b, method="asymptotic")
        yield "cvm", {"statistic": test.statistic, "pAsymptotic": test.pvalue}, 1e-6
    if "ad" in ours:
        yield "ad", stats.anderson_ksamp([a, b], variant="midrank").statistic, 1e-8


def counts(reference, current, ours):
    a, b = np.array(reference, float), np.array(current, float)
    p, q = a / a.sum(), b / b.sum()
    filled = np.array([a, b])[:, a + b > 0]
    for name, power in (("chi2", None), ("g", "log-likelihood")):
        if filled.shape[1] > 1:
            test = stats.chi2_contingency(filled, correction=False, lambda_=power)
            yield name, {"statistic": test.statistic, "dof": test.dof, "pValue": test.pvalue}, 1e-8
        else:
            yield name, {"statistic": 0, "dof": 0, "pValue": 1}, 1e-12
    # Near 0 the square root shows how few digits a difference of nearly equal shares has.
    yield "js", jensenshannon(p, q, base=2), 1e-7
    yield "kl", stats.entropy(jeffreys(b), jeffreys(a)), 1e-8
    yield "psi", stats.entropy(jeffreys(b), jeffreys(a)) + stats.entropy(jeffreys(a), jeffreys(b)), 1e-8
    yield "tv", np.abs(p - q).sum() / 2, 1e-12
    yield "hellinger", np.linalg.norm(np.sqrt(p) - np.sqrt(q)) / math.sqrt(2), 1e-7
    yield "lInfinity", np.abs(p - q).max(), 1e-12
    if filled.shape[1] > 1:
        yield "v", stats.contingency.association(filled.astype(int), method="cramer"), 1e-8


def shares(reference, current, confidence, ours):
    n, m = reference["rows"], current["rows"]
    a, b = reference["hits"], current["hits"]
    yield "fisherMore", stats.fisher_exact([[b, m - b], [a, n - a]], alternative="greater").pvalue, 1e-9
    upper = 1 if b == m else stats.beta.ppf(confidence, b + 1, m - b)
    yield "clopperPearson", upper, 1e-9
    if a + b > 0:
        yield "mcnemar", stats.binomtest(b, a + b, 0.5, alternative="greater").pvalue, 1e-9
        yield "mcnemarTwoSided", stats.binomtest(b, a + b, 0.5).pvalue, 1e-9


def laws(x, p, a, b, dof, trials, k, ours):
    yield "chi2Sf", stats.chi2.sf(x * dof, dof), 1e-10
    yield "chi2Quantile", stats.chi2.ppf(p, dof), 1e-9
    yield "beta", special.betainc(a, b, p), 1e-9
    yield "betaQuantile", special.betaincinv(a, b, p), 1e-8
    yield "kolmogorov", special.kolmogorov(x), 1e-10
    yield "binomial", stats.binom.sf(k - 1, trials, p), 1e-9
    yield "normalCdf", stats.norm.cdf(-x), 1e-10
    yield "normalQuantile", stats.norm.ppf(p), 1e-9
    yield "logGamma", special.gammaln(a), 1e-11


def alarms(detector, bits):
    found = []
    for row, bit in enumerate(bits):
        detector.update(int(bit))
        if detector.drift_detected:
            found.append(row)
    return found


def errors(bits, ours):
    yield ("adwinNewestLeftOut" if NEWEST_LEFT_OUT else "adwin"), alarms(drift.ADWIN(), bits), 0
    yield "ddm", alarms(drift.binary.DDM(), bits), 0
    hddm_a = getattr(drift.binary, "HDDMA", None) or drift.binary.HDDM_A
    yield "hddmA", alarms(hddm_a(), bits), 0
    yield "pageHinkley", alarms(drift.PageHinkley(threshold=20), bits), 0
    yield "pageHinkleyDefault", alarms(drift.PageHinkley(), bits), 0


def same(ours, theirs, tolerance):
    if isinstance(theirs, dict):
        return all(same(ours[key], value, tolerance) for key, value in theirs.items())
    if isinstance(theirs, list):
        return ours == theirs
    # Absolute up to 1, relative beyond.
    return abs(ours - theirs) <= tolerance * max(1, abs(theirs))


JUDGES = {"samples": samples, "counts": counts, "shares": shares, "special": laws, "errors": errors}
if NEWEST_LEFT_OUT:
    JUDGES = {"errors": errors}

passed, failed, found = Counter(), Counter(), 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        case = json.loads(line)
        judge = JUDGES.get(case["kind"])
        if judge is None:
            continue
        ours = case["ours"]
        for name, theirs, tolerance in judge(**case["input"], ours=ours):
            if isinstance(theirs, list):
                found += len(theirs)
            if same(ours[name], theirs, tolerance):
                passed[name] += 1
                continue
            failed[name] += 1
            if failed[name] <= 3:
                print(f"FAIL {name}: {ours[name]}, the peer says {theirs}, of {str(case['input'])[:300]}")

names = sorted(passed | failed)
print(f"river {river.__version__}:", ", ".join(f"{name} {passed[name]}/{passed[name] + failed[name]}" for name in names))
print(f"{found} alarms compared; {passed.total()} passed, {failed.total()} failed")
# A detector that never alarms would agree with everything.
sys.exit(1 if failed or found == 0 or not passed else 0)

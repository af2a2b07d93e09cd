// The champion of a watch: what it answers, what it is worth, and how it is trained again.
import type { ModelMetrics } from '../../metrics.ts';
import type { Trigger } from '../../model.ts';
import type { Accuracy } from './drift.ts';
import { firstNames, type Makers, observe, set } from './meter.ts';
import { tally } from './tally.ts';

const triggers: readonly Trigger[] = ['first', 'drift', 'manual', 'api', 'schedule'];
const results = ['promoted', 'rejected', 'proposed', 'failed', 'skipped'];
const sources = ['http', 'discord', 'shell', 'job'];
/** Classes of a watch with a series of their own. */
const mostClasses = 10;

const quick = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5];
const training = [0.5, 2.5, 10, 60, 300, 600];
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

type Meters = ReturnType<typeof metersIn> & { readonly accuracy: Accuracy };

export function modelMetrics(
  makers: Makers,
  accuracy: Accuracy,
): ModelMetrics & { readonly bear: (watch: string) => void; readonly text: () => string } {
  const meters = { ...metersIn(makers), accuracy };
  return {
    bear: (watch) => bear(meters, watch),
    /** What no registry tells. */
    text: meters.probability.text,
    championIs: champions(meters),
    predicted: predictions(meters),
    observed: (watch, result, rows) => meters.observations.inc({ watch, result }, rows),
    labelled: (watch, rows) => meters.labels.inc({ watch }, rows),
    retraining: (watch, running) => meters.running.set({ watch }, running ? 1 : 0),
    retrained(watch, trigger, result, seconds) {
      meters.retrains.inc({ watch, trigger, result });
      observe(meters.retrainSeconds, { watch }, seconds);
    },
  };
}

function metersIn({ gauge, counter, histogram }: Makers) {
  const timed = (what: string, buckets: readonly number[]) => ({ help: `How long ${what} took`, buckets });
  return {
    champion: gauge('ml_model_info', '1 for the champion version', 'watch', 'version'),
    trainedAt: gauge('ml_model_trained_timestamp_seconds', 'When the champion was trained', 'watch'),
    predictions: counter('ml_predictions_total', 'Rows predicted', 'watch', 'source'),
    classes: counter('ml_predicted_classes_total', 'Rows predicted, by the answer', 'watch', 'class'),
    probability: tally(
      'ml_prediction_probability',
      'Probability the champion gave to its own answer',
      shares,
    ),
    predictSeconds: histogram('ml_prediction_duration_seconds', timed('a prediction', quick), 'watch'),
    observations: counter('ml_observations_total', 'Rows behind answers, kept or not', 'watch', 'result'),
    labels: counter('ml_labels_total', 'Labels received', 'watch'),
    running: gauge('ml_retrain_in_progress', '1 while a retraining runs in this process', 'watch'),
    retrains: counter('ml_retrains_total', 'Retrainings', 'watch', 'trigger', 'result'),
    retrainSeconds: histogram('ml_retrain_duration_seconds', timed('a retraining', training), 'watch'),
  };
}

/** As bear() of the drift: what is known to be possible starts at 0. Classes are known once the first is answered. */
function bear(meters: Meters, watch: string): void {
  for (const source of sources) meters.predictions.inc({ watch, source }, 0);
  for (const trigger of triggers)
    for (const result of results) meters.retrains.inc({ watch, trigger, result }, 0);
  for (const result of ['stored', 'lost']) meters.observations.inc({ watch, result }, 0);
  meters.labels.inc({ watch }, 0);
  meters.running.set({ watch }, 0);
  for (const each of [meters.predictSeconds, meters.retrainSeconds]) each.zero({ watch });
  meters.probability.of(watch);
}

function champions(meters: Meters): ModelMetrics['championIs'] {
  const versions = new Map<string, string>();
  return ({ watch, version: number, baseline, trainedAt }) => {
    const version = String(number);
    const before = versions.get(watch);
    if (before !== undefined && before !== version) meters.champion.remove({ watch, version: before });
    versions.set(watch, version);
    meters.champion.set({ watch, version }, 1);
    set(meters.trainedAt, { watch }, trainedAt / 1000);
    set(meters.accuracy, { watch, dataset: 'holdout' }, baseline?.accuracy ?? null);
  };
}

function predictions(meters: Meters): ModelMetrics['predicted'] {
  const named = firstNames(mostClasses);
  return (watch, source, { classes, codes, shares }, seconds) => {
    meters.predictions.inc({ watch, source }, codes.length);
    observe(meters.predictSeconds, { watch }, seconds);
    const add = meters.probability.of(watch);
    const counts = new Map<number, number>();
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      counts.set(code, (counts.get(code) ?? 0) + 1);
      add(shares[row * classes.length + code] as number);
    }
    for (const [code, count] of counts) {
      const name = named(watch, classes[code] ?? '') ?? 'other';
      meters.classes.inc({ watch, class: name }, count);
    }
  };
}

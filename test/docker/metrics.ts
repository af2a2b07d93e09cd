// The metrics the product promises. Pure. A copy for as long as there is no registry to ask;
// then this list goes and the tests beside it read names and labels from the registry itself.

interface Metric {
  name: string;
  labels: readonly string[];
  histogram?: true;
}

const promised: readonly Metric[] = [
  { name: 'ml_drift_score', labels: ['watch'] },
  { name: 'ml_drift_threshold', labels: ['watch'] },
  { name: 'ml_drift_detected', labels: ['watch'] },
  { name: 'ml_drift_feature_effect', labels: ['watch', 'feature'] },
  { name: 'ml_drift_checks_total', labels: ['watch', 'result'] },
  { name: 'ml_drift_last_check_timestamp_seconds', labels: ['watch'] },
  { name: 'ml_drift_check_duration_seconds', labels: ['watch'], histogram: true },
  { name: 'ml_model_accuracy', labels: ['watch', 'dataset'] },
  { name: 'ml_model_info', labels: ['watch', 'version'] },
  { name: 'ml_predictions_total', labels: ['watch', 'source'] },
  { name: 'ml_observations_total', labels: ['watch', 'result'] },
  { name: 'ml_prediction_duration_seconds', labels: ['watch'], histogram: true },
  { name: 'ml_labels_total', labels: ['watch'] },
  { name: 'ml_retrains_total', labels: ['watch', 'trigger', 'result'] },
  { name: 'ml_retrain_duration_seconds', labels: ['watch'], histogram: true },
  { name: 'operations_total', labels: ['operation', 'outcome'] },
  { name: 'operation_duration_seconds', labels: ['operation'], histogram: true },
  { name: 'ml_open_incidents', labels: ['watch'] },
  { name: 'notifications_outbox_depth', labels: [] },
  { name: 'notifications_total', labels: ['result'] },
  { name: 'mlflow_outbox_depth', labels: [] },
  { name: 'job_runs_total', labels: ['job', 'result'] },
  { name: 'http_rejected_total', labels: ['reason'] },
  { name: 'http_request_duration_seconds', labels: ['method', 'route', 'status_class'], histogram: true },
];

function seriesOf({ name, labels, histogram }: Metric): [string, readonly string[]][] {
  if (!histogram) return [[name, labels]];
  return [
    [`${name}_bucket`, [...labels, 'le']],
    [`${name}_sum`, labels],
    [`${name}_count`, labels],
  ];
}

/** Every series a scrape of the product may hold, with its label names. */
export const knownSeries: ReadonlyMap<string, readonly string[]> = new Map(promised.flatMap(seriesOf));

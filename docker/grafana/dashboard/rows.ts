// What the dashboard shows, row by row: the questions of a person on call, in their order. Pure.
import type { Panel } from './panels.ts';
import { ofWatch, quantile, rate } from './promql.ts';

export interface Row {
  readonly title: string;
  readonly height: number;
  readonly panels: readonly Panel[];
}

/** Several processes tell of one watch: the largest is the one that is up to date, or the worst. */
const worst = (metric: string, labels = 'watch', more = '') =>
  `max by (${labels}) (${metric}{watch=~"$watch"${more}})`;

const healthy: Row = {
  title: 'Healthy now?',
  height: 6,
  panels: [
    {
      kind: 'states',
      title: 'Drift',
      about: 'When the evidence of drift had passed the false-alarm budget of the watch.',
      unit: 'none',
      queries: { '{{watch}}': worst('ml_drift_detected') },
      width: 8,
      bounds: [0.5, 1],
    },
    {
      kind: 'stat',
      title: 'Evidence',
      about:
        'Evidence of drift as a share of what proves it: at 100 % an incident opens. How sure, not how much.',
      unit: 'percentunit',
      queries: { '{{watch}}': worst('ml_drift_evidence_ratio') },
      width: 4,
      bounds: [0.5, 1],
    },
    {
      kind: 'stat',
      title: 'Score of threshold',
      about:
        'Drift score as a share of the threshold: 100 % is where drift counts as large. How much, not how sure.',
      unit: 'percentunit',
      queries: { '{{watch}}': `${worst('ml_drift_score')} / ${worst('ml_drift_threshold')}` },
      width: 4,
      bounds: [0.8, 1],
    },
    {
      kind: 'stat',
      title: 'Accuracy now',
      about: 'Accuracy on the labelled rows of the current window.',
      unit: 'percentunit',
      queries: { '{{watch}}': worst('ml_model_accuracy', 'watch', ',dataset="window"') },
      width: 4,
    },
    {
      kind: 'stat',
      title: 'Last check',
      about: 'Time since the last drift check. The patrol runs every two minutes; after ten an alert fires.',
      unit: 's',
      queries: { '{{watch}}': `time() - ${worst('ml_drift_last_check_timestamp_seconds')}` },
      width: 4,
      bounds: [240, 600],
    },
    {
      kind: 'stat',
      title: 'Open incidents',
      about: 'Incidents that nobody has closed and nothing has ended.',
      unit: 'none',
      queries: { '{{watch}}': worst('ml_open_incidents') },
      width: 4,
      bounds: [1, 2],
    },
    {
      kind: 'stat',
      title: 'Age of the champion',
      about: 'Time since the model that serves was trained.',
      unit: 's',
      queries: { '{{watch}}': `time() - ${worst('ml_model_trained_timestamp_seconds')}` },
      width: 5,
    },
    {
      kind: 'stat',
      title: 'Champion',
      about: 'The version that serves.',
      unit: 'none',
      queries: { '{{watch}} v{{version}}': worst('ml_model_info', 'watch, version') },
      width: 5,
    },
    {
      kind: 'stat',
      title: 'Reachable',
      about:
        'Whether what Vigie needs answered the last call of every process. Absent: not asked for ten minutes.',
      unit: 'none',
      queries: {
        '{{dependency}}': 'min by (dependency) (dependency_up)',
        'Discord gateway': 'max(discord_gateway_up)',
      },
      width: 5,
      bounds: [1, 0.5],
    },
    {
      kind: 'stat',
      title: 'Build',
      about: 'Versions that run.',
      unit: 'none',
      queries: { '{{version}} on {{node}}': 'count by (version, node) (build_info)' },
      width: 5,
    },
  ],
};

const loop: Row = {
  title: 'The loop: check, decision, retrain, promotion, told',
  height: 8,
  panels: [
    {
      kind: 'bars',
      title: 'Checks by result',
      about: 'Checks an hour. Errors are data that cannot be read; the log and /status name it.',
      unit: 'short',
      queries: { '{{result}}': `sum by (result) (increase(ml_drift_checks_total${ofWatch}[1h]))` },
      width: 8,
    },
    {
      kind: 'states',
      title: 'State',
      about: 'What the monitor of a watch has come to.',
      unit: 'none',
      queries: { '{{watch}} {{state}}': worst('ml_watch_state', 'watch, state') },
      width: 8,
    },
    {
      kind: 'bars',
      title: 'Retrainings by trigger and result',
      about: 'Retrainings an hour. Rejected: the challenger was not better than the champion.',
      unit: 'short',
      queries: {
        '{{result}} ({{trigger}})': `sum by (trigger, result) (increase(ml_retrains_total${ofWatch}[1h]))`,
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Accuracy before and after',
      about:
        'Of the champion: on its holdout, on the labelled window, and as its own scores tell it without labels.',
      unit: 'percentunit',
      queries: { '{{watch}} {{dataset}}': worst('ml_model_accuracy', 'watch, dataset') },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Time of a retraining',
      about: 'Median and 95th percentile over an hour, and whether one runs now.',
      unit: 's',
      queries: {
        p50: quantile(0.5, 'ml_retrain_duration_seconds', { selector: ofWatch, window: '1h' }),
        p95: quantile(0.95, 'ml_retrain_duration_seconds', { selector: ofWatch, window: '1h' }),
        'running now': `sum(ml_retrain_in_progress${ofWatch})`,
      },
      width: 8,
    },
    {
      kind: 'bars',
      title: 'Told',
      about: 'Attempts to deliver a card an hour; retry: Discord was away; dead: it will never take it.',
      unit: 'short',
      queries: { '{{result}}': 'sum by (result) (increase(notifications_total[1h]))' },
      width: 8,
    },
  ],
};

const detail: Row = {
  title: 'Drift in detail',
  height: 8,
  panels: [
    {
      kind: 'series',
      title: 'Drift score and threshold',
      about: 'Headline score of each check; from the threshold on drift counts as large.',
      unit: 'none',
      queries: { '{{watch}}': worst('ml_drift_score'), '{{watch}} threshold': worst('ml_drift_threshold') },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Features that moved most',
      about: 'Effect of the ten features that moved most, and the share of all that the evidence names.',
      unit: 'none',
      queries: {
        '{{watch}} {{feature}}': `topk(10, ${worst('ml_drift_feature_effect', 'watch, feature')})`,
        '{{watch}} drifted share': worst('ml_drifted_features_ratio'),
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Missing values',
      about: 'Share of the newest rows without the feature, the ten largest.',
      unit: 'percentunit',
      queries: {
        '{{watch}} {{feature}}': `topk(10, ${worst('ml_feature_missing_ratio', 'watch, feature')})`,
      },
      width: 8,
    },
    {
      kind: 'series',
      title: 'Rows of the window',
      about: 'Rows a check compares with the reference: too few prove nothing.',
      unit: 'short',
      queries: { '{{watch}}': worst('ml_drift_window_rows') },
      width: 6,
    },
    {
      kind: 'series',
      title: 'Predicted classes',
      about: 'Rows a second by the answer they got.',
      unit: 'short',
      queries: {
        '{{watch}} {{class}}': `sum by (watch, class) (rate(ml_predicted_classes_total${ofWatch}[${rate}]))`,
      },
      width: 6,
    },
    {
      kind: 'heatmap',
      title: 'Probability of the answer',
      about: 'How sure the champion was of its answers.',
      unit: 'short',
      queries: { '{{le}}': `sum by (le) (increase(ml_prediction_probability_bucket${ofWatch}[${rate}]))` },
      width: 6,
    },
    {
      kind: 'series',
      title: 'Time of a check',
      about: '95th percentile of the time one check takes.',
      unit: 's',
      queries: {
        '{{watch}}': quantile(0.95, 'ml_drift_check_duration_seconds', {
          by: 'watch, le',
          selector: ofWatch,
        }),
      },
      width: 6,
    },
  ],
};

export const domain: readonly Row[] = [healthy, loop, detail];

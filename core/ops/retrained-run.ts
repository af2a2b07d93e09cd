// What MLflow is told of a retraining that came to a decision. Pure.
import { openIncident } from '../evidence/monitor.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { Pending, WatchState } from '../state.ts';
import type { Conclusion } from './retrained.ts';
import { dataOf, intentOf, metricsOf, parametersOf } from './run-intent.ts';
import { retrainedNote } from './run-note.ts';
import { intentPending, threadOf } from './told.ts';
import type { Watched, World } from './world.ts';

export function runOf(
  world: Pick<World, 'service'>,
  watched: Watched,
  before: WatchState,
  { outcome, ...conclusion }: Conclusion & { readonly outcome: RetrainOutcome },
): Pending[] {
  const { watch } = watched;
  if (outcome.intent === null) return [];
  const { champion, version, contest, round } = conclusion;
  const { trial, result, startedAt, endedAt } = outcome;
  const incident = openIncident(before);
  const report = before.lastReport;
  const { policy } = watch;
  const told = { watch: watch.name, policy, reason: round.reason, report, incident };
  const winner = outcome.candidates[contest.best];
  const refused = (trial.refused ?? []).map(({ guard }) => guard);
  const training =
    version === null
      ? []
      : [
          dataOf('training', `${watch.name} v${version.version}`, {
            sha256: version.reference,
            rows: version.referenceRows,
          }),
        ];
  return [
    intentPending(
      intentOf({
        key: outcome.intent,
        watch: watch.name,
        version: version?.version ?? null,
        trigger: round.trigger,
        by: outcome.by,
        startedAt,
        endedAt,
        thread: incident === null ? `retrained:${watch.name}:${startedAt}` : threadOf(incident),
        parameters: {
          ...parametersOf(version ?? champion),
          estimator: watch.estimator,
          window: winner?.window ?? '',
          rows: version?.referenceRows ?? winner?.rows ?? 0,
          champion: champion.version,
          holdout_rows: trial.holdoutRows,
          alpha: trial.alpha,
        },
        metrics: {
          ...metricsOf(trial.challenger),
          ...metricsOf(trial.champion, 'champion_'),
          mcnemar_p: trial.p,
          champion_only: trial.championOnly,
          challenger_only: trial.challengerOnly,
        },
        tags: {
          'vigie.result': outcome.forced && result === 'promoted' ? 'forced' : result,
          'vigie.policy': policy,
          'vigie.refused': refused.length === 0 ? null : refused.join(','),
          'vigie.reason': round.reason,
          'vigie.service_version': world.service.version,
        },
        note: retrainedNote(outcome, told),
        data: [
          ...training,
          dataOf('evaluation', `${watch.name} holdout`, {
            sha256: contest.holdout,
            rows: trial.holdoutRows,
          }),
        ],
        report,
        incident,
        against: champion.intent,
      }),
    ),
  ];
}

// What a person reads on the page of a run: what was trained, why, what the gate said, and what had moved. Markdown,
// English as everything in MLflow. Pure.
import type { DriftReport, FeatureDrift } from '../drift.ts';
import type { ModelVersion, Quality } from '../model.ts';
import type { Incident } from '../news.ts';
import type { Refusal, RetrainOutcome, Trial } from '../retraining/outcome.ts';

/** A tag of MLflow takes 8000 characters: names and lists are cut long before. */
const featuresShown = 10;
const longestName = 60;
const longestReason = 500;

export interface Told {
  readonly watch: string;
  readonly policy: string;
  readonly reason: string | null;
  readonly report: DriftReport | null;
  readonly incident: Incident | null;
}

/** A training without a gate: the first champion, or one that was forced. */
export function trainedNote(version: ModelVersion, told: Told): string {
  const { trigger, trainedBy, referenceRows, baseline, majorityShare, model } = version;
  const title = trigger === 'first' ? 'First champion' : 'Champion trained without a gate';
  const why = `Watch ${code(told.watch)}, trained by ${plain(trainedBy, longestName)} (${trigger}).`;
  const what = `${model.schema.features.length} features, ${referenceRows} rows, classes ${names(model.schema.classes)}.`;
  const worth =
    baseline === null
      ? 'Too few labels to measure it.'
      : `Out of fold on ${baseline.rows} labelled rows; without skill it would reach ${figure(majorityShare)}.`;
  const table =
    baseline === null
      ? []
      : [
          rowsOf(
            ['measure', 'value'],
            measures(({ of }) => [of(baseline)]),
          ),
        ];
  return paragraphs([
    `**${title}: version ${version.version} serves.**`,
    `${why} ${what}`,
    worth,
    ...table,
    ...moved(told),
  ]);
}

/** A retraining, which the gate let pass or kept out. */
export function retrainedNote(outcome: RetrainOutcome, told: Told): string {
  const { trial, championBefore, candidates } = outcome;
  const heads = ['on the holdout', `champion v${championBefore}`, 'challenger'];
  const both = measures(({ of }) => [of(trial.champion), of(trial.challenger)]);
  const others = candidates.map(({ window, rows, inverseL2, quality, p }) => [
    plain(window, longestName),
    String(rows),
    inverseL2 === undefined ? '-' : String(inverseL2),
    figure(quality.accuracy),
    figure(quality.logLoss),
    figure(p ?? null),
  ]);
  return paragraphs([
    `**${headline(outcome)}**`,
    askedFor(outcome, told),
    `## The gate\n\n${verdict(outcome, told)}`,
    rowsOf(heads, both),
    `## The challengers\n\n${rowsOf(['window', 'rows', 'C', 'accuracy', 'log loss', 'p'], others)}`,
    'The best of them was then fitted anew on its whole window, holdout included: that is the model here.',
    ...moved(told),
  ]);
}

function headline({ result, version, kept, championBefore }: RetrainOutcome): string {
  if (result === 'proposed')
    return `Challenger, version ${kept ?? '?'}, waits for approval: version ${championBefore} serves until then.`;
  return result === 'promoted'
    ? `Challenger promoted: version ${version ?? '?'} serves in place of version ${championBefore}.`
    : `Challenger${kept === undefined ? '' : `, version ${kept},`} kept out: version ${championBefore} keeps its place.`;
}

function askedFor({ trigger, by }: RetrainOutcome, { watch, incident, reason }: Told): string {
  const during = incident === null ? '' : ` during incident #${incident.number}`;
  const said = reason === null ? '' : `\n\nReason given: ${plain(reason, longestReason)}`;
  return `Watch ${code(watch)}, retrained by ${plain(by, longestName)} (${trigger})${during}.${said}`;
}

function verdict({ trial, forced }: RetrainOutcome, { policy }: Told): string {
  const { holdoutRows, challengerOnly, championOnly, p, alpha } = trial;
  const score = `On the same ${holdoutRows} rows, which no challenger has learned from, only the challenger was right on ${challengerOnly} and only the champion on ${championOnly}.`;
  const wins = trial.continued
    ? ': it goes on from the rows of the champion with at least twice as many, and has only to be no worse'
    : ', and more wins than losses';
  const test = `That it is no better has p = ${p.toPrecision(3)} (exact McNemar test, one-sided); ${Number(alpha.toPrecision(2))} or less is asked for${wins}.`;
  const against = (trial.refused ?? []).flatMap(guardNote);
  return [score, test, ...against, said(trial, policy, forced === true)].join(' ');
}

/** What a guard has seen; the paired test has been told already. */
function guardNote(refusal: Refusal): string[] {
  switch (refusal.guard) {
    case 'accuracy':
      return [];
    case 'labels':
      return [
        `It falls short of the ${figure(refusal.baseline)} that the champion was worth when it was made (Fisher's exact test, p = ${refusal.p.toPrecision(3)}), and wins back less than half of what the champion lost: wrong labels, or a change that the features do not explain.`,
      ];
    case 'segment': {
      const { feature, value, rows, challengerOnly, championOnly, p } = refusal;
      return [
        `Where ${plain(feature, longestName)} is ${plain(value, longestName)} (${rows} rows), only the challenger was right on ${challengerOnly} and only the champion on ${championOnly} (p = ${p.toPrecision(3)}).`,
      ];
    }
    default:
      return [
        `Its ${refusal.guard === 'log_loss' ? 'log loss' : 'calibration error'} is worse by ${figure(refusal.by)}; ${refusal.most} is allowed.`,
      ];
  }
}

function said({ promote, refused = [] }: Trial, policy: string, forced: boolean) {
  if (refused.length === 0)
    return promote ? 'The gate lets it pass.' : `The gate lets it pass; the policy ${code(policy)} does not.`;
  return forced ? 'The gate keeps it out; an admin had it promoted all the same.' : 'The gate keeps it out.';
}

interface Measure {
  readonly name: string;
  readonly of: (quality: Quality) => string;
}

const known: readonly Measure[] = [
  { name: 'accuracy', of: ({ accuracy }) => figure(accuracy) },
  { name: 'log loss', of: ({ logLoss }) => figure(logLoss) },
  { name: 'AUC', of: ({ auc }) => figure(auc) },
  { name: 'calibration error', of: ({ ece }) => figure(ece ?? null) },
];

function measures(values: (measure: Measure) => readonly string[]): string[][] {
  return known
    .map((measure) => [measure.name, ...values(measure)])
    .filter((row) => row.slice(1).some((value) => value !== '-'));
}

/** The newest check: its score, and the features that moved most. */
function moved({ report }: Told): string[] {
  if (report === null) return [];
  const { number, score, threshold, evidence } = report;
  const proof =
    evidence === null ? '' : `, evidence ${Math.round(share(evidence) * 100)} % of what an alarm takes`;
  const scored = score === null ? 'too few rows for a score' : `score ${figure(score)}`;
  const check = `## What had moved\n\nCheck ${number}: ${scored} (threshold ${threshold})${proof}.`;
  const features = topFeatures(report, featuresShown).map(({ name, effect, psi, before, after }) => [
    plain(name, longestName),
    figure(effect),
    figure(psi),
    plain(before, longestName),
    plain(after, longestName),
  ]);
  return features.length === 0
    ? [check]
    : [check, rowsOf(['feature', 'effect', 'PSI', 'before', 'after'], features)];
}

function share({ log, bar }: NonNullable<DriftReport['evidence']>): number {
  return Math.min(1, Math.max(0, (log ?? 0) / bar));
}

/** Those with the largest effect first; what was not compared is left out. */
export function topFeatures({ features }: DriftReport, most: number): FeatureDrift[] {
  const compared = features.filter(({ effect }) => effect !== null);
  return compared.sort((one, other) => (other.effect ?? 0) - (one.effect ?? 0)).slice(0, most);
}

function rowsOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const paragraphs = (parts: readonly string[]) => parts.join('\n\n');
const figure = (value: number | null) => (value === null ? '-' : value.toFixed(4));
const names = (classes: readonly string[]) =>
  classes
    .slice(0, featuresShown)
    .map((name) => plain(name, longestName))
    .join(', ');

/** Text of other people as text, on one line, whatever Markdown makes of its characters. */
function plain(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ');
  const short = Array.from(line).length > longest ? `${Array.from(line).slice(0, longest).join('')}…` : line;
  return short.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&');
}

/** The name of a watch or a policy: letters, digits and dashes. */
const code = (name: string) => `\`${name}\``;

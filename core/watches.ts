// The watches file: JSON -> watches with every setting decided (watches file, then environment, then default). Pure.
import { dirname } from 'node:path';
import type { Fault } from './errors.ts';
import type { ForeignModel } from './foreign.ts';
import { jsonFault } from './json-fault.ts';
import type { SettingOrigin, Settings } from './settings.ts';
import { type Watch, type WatchEntry, watchSchema } from './watch.ts';

/**
 * The entries of the file; one synthetic watch without a file. What is wrong goes to `faults`, by the place in the
 * file, and never with a value: a watches file may hold what no log should.
 */
export function readEntries(path: string, readFile: (path: string) => string, faults: Fault[]): WatchEntry[] {
  const list =
    path === '' ? [{ name: 'demo', source: { kind: 'synthetic' } }] : readList(path, readFile, faults);
  return list.flatMap((entry, at) => {
    const result = watchSchema.safeParse(entry);
    if (result.success) return [result.data];
    for (const issue of result.error.issues) {
      faults.push({
        path: [`WATCHES_FILE[${at}]`, ...issue.path.map(String)].join('.'),
        message: issue.message,
      });
    }
    return [];
  });
}

function readList(path: string, readFile: (path: string) => string, faults: Fault[]): unknown[] {
  const fault = (message: string) => {
    faults.push({ path: 'WATCHES_FILE', message });
    return [];
  };
  let text = '';
  try {
    text = readFile(path);
    const content: unknown = JSON.parse(text);
    if (Array.isArray(content) && content.length > 0) return content;
    return fault('write a JSON list with at least one watch into the file');
  } catch (cause) {
    if (!(cause instanceof SyntaxError))
      return fault('the file cannot be read: check its path and who may read it');
    const { line, column } = jsonFault(text);
    return fault(`the file is not JSON: correct line ${line}, column ${column}`);
  }
}

/** Settings of a watch that the environment has for all, by the name they have there. */
const general = {
  timezone: 'TIMEZONE',
  policy: 'RETRAIN_POLICY',
  mode: 'DRIFT_MODE',
  threshold: 'DRIFT_THRESHOLD',
  falseAlarmsPerWeek: 'FALSE_ALARMS_PER_WEEK',
} as const satisfies Partial<Record<keyof WatchEntry, keyof Settings>>;

export type WatchOrigins = Readonly<Record<keyof typeof general, 'watches file' | SettingOrigin>>;

/** Where the settings of a watch come from; `originOf` = of a setting of the environment. */
export function watchOrigins(
  entry: WatchEntry,
  originOf: (name: keyof Settings) => SettingOrigin,
): WatchOrigins {
  const of = (key: keyof WatchOrigins) =>
    entry[key] === undefined ? originOf(general[key]) : 'watches file';
  return {
    timezone: of('timezone'),
    policy: of('policy'),
    mode: of('mode'),
    threshold: of('threshold'),
    falseAlarmsPerWeek: of('falseAlarmsPerWeek'),
  };
}

/** An entry and what the environment says where the entry is silent. */
export function watchOf(entry: WatchEntry, settings: Settings, cadenceMinutes: number): Watch {
  return {
    name: entry.name,
    timezone: entry.timezone ?? settings.TIMEZONE,
    window: entry.window,
    policy: entry.policy ?? settings.RETRAIN_POLICY,
    mode: entry.mode ?? settings.DRIFT_MODE,
    threshold: entry.threshold ?? settings.DRIFT_THRESHOLD,
    falseAlarmsPerWeek: entry.falseAlarmsPerWeek ?? settings.FALSE_ALARMS_PER_WEEK,
    cadenceMinutes,
    source: entry.source,
    reference: entry.reference ?? null,
    estimator: entry.estimator,
    channel: entry.channel ?? null,
    champion: entry.champion,
    positive: entry.positive ?? null,
    ...(entry.champion === 'mlflow' ? { foreign: foreignOf(entry) } : {}),
    retention: entry.retention,
    store: entry.store,
    retrainEvery: entry.retrainEvery,
    labelMaturity: entry.labelMaturity ?? 0,
    cycle: entry.cycle,
  };
}

function foreignOf({ name, model, classes, ...entry }: WatchEntry): ForeignModel {
  const { trainCommand: argv, trainTimeout = 60, trainEnvironment: environment = [] } = entry;
  return {
    ...(model ?? { name, alias: 'champion' }),
    classes: classes ?? null,
    command: argv === undefined ? null : { argv, timeoutMs: trainTimeout * 60_000, environment },
  };
}

/** Keys that mean nothing to a watch of another champion: somebody expects something of them. */
export function strayKeys(entries: readonly WatchEntry[]): Fault[] {
  const own = ['model', 'classes', 'trainCommand', 'trainTimeout', 'trainEnvironment'] as const;
  return entries.flatMap((entry) =>
    own
      .filter((key) => entry.champion !== 'mlflow' && entry[key] !== undefined)
      .map((key) => ({
        path: `WATCHES_FILE: ${entry.name}`,
        message: `${key} tells of a model registered in MLflow: set champion "mlflow", or leave it out`,
      })),
  );
}

/** A champion of MLflow's registry needs the server. */
export function registryFaults(watches: readonly Watch[], { MLFLOW_TRACKING_URI: uri }: Settings): Fault[] {
  if (uri !== '') return [];
  return watches
    .filter(({ champion }) => champion === 'mlflow')
    .map(({ name }) => ({
      path: `WATCHES_FILE: ${name}`,
      message: 'champion "mlflow" is read from a tracking server: set MLFLOW_TRACKING_URI',
    }));
}

/** What no single setting shows: names taken twice, and sources that cannot serve what is asked of them. */
export function watchFaults(watches: readonly Watch[]): Fault[] {
  const names = watches.map(({ name }) => name);
  return watches.flatMap((watch, at) =>
    [
      ...(names.indexOf(watch.name) < at ? ['two watches have this name: rename one'] : []),
      ...sourceFaults(watch),
    ].map((message) => ({ path: `WATCHES_FILE: ${watch.name}`, message })),
  );
}

function sourceFaults(watch: Watch): string[] {
  const { source, reference, mode, champion } = watch;
  const faults: string[] = champion === 'external' ? externalFaults(watch) : [];
  if (source.kind === 'observed') faults.push(...observedFaults(watch));
  if (watch.positive !== null && champion !== 'external')
    faults.push(
      'positive tells of the scores of a model served elsewhere: leave it out, or set champion "external"',
    );
  if (source.kind === 'file' && source.labels !== null && (source.id === null || source.label === null))
    faults.push(
      'labels that come later are joined by id: name source.id and source.label beside source.labels',
    );
  const paths = source.kind === 'file' ? [source.path, source.labels, reference?.path] : [reference?.path];
  if (paths.some((path) => path != null && dirname(path).includes('*')))
    faults.push('a * may stand in the last part of a path only: name one folder');
  if (mode === 'seed' && source.kind === 'file' && source.label === null)
    faults.push('mode seed measures accuracy: name the label column (source.label), or use mode full');
  return faults;
}

function observedFaults({ reference, champion, store }: Watch): string[] {
  const faults: string[] = [];
  if (reference === null && champion !== 'external')
    faults.push(
      'name a reference file (reference.path): it says what the rows of an observed watch look like and trains its first champion',
    );
  // Every row that is sent was sent to be checked.
  if (store === 'none' || (store === 'sampled' && champion === 'external'))
    faults.push(`a watch with source "observed" lives on the rows it keeps: store cannot be "${store}" here`);
  return faults;
}

/** What a model served elsewhere said has to come with its rows. */
function externalFaults({ source, reference }: Watch): string[] {
  const faults: string[] = [];
  if (source.kind === 'synthetic')
    faults.push(
      'no model elsewhere has seen synthetic rows: use source "file" or "observed" for champion "external"',
    );
  if (source.kind === 'file' && source.prediction == null)
    faults.push('name the column with the predictions of the model elsewhere (source.prediction)');
  if (reference === null) return faults;
  if (reference.prediction == null)
    faults.push('name the column with the predictions of the model elsewhere (reference.prediction)');
  if (source.kind === 'file' && source.score != null && reference.score == null)
    faults.push('scores are compared with those of the reference: name reference.score beside source.score');
  return faults;
}

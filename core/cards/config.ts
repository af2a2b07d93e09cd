// What holds and who decided it: one field a watch, then the service, then the names of secrets. Pure.
import type { ConfigResult, Replaced, ShownSetting, WatchConfig } from '../ops/config-result.ts';
import { across, bareCard, beside, type Card, type Field, inLines, type Part, type Rich } from './card.ts';
import { digestPlanLine } from './settings.ts';
import type { Telling, Words } from './words/index.ts';

type Own = Words['config'];

/** Leaves room for the other fields under Discord's limit of 25. */
const watchesShown = 16;

export function configCard(result: ConfigResult, { words }: Telling): Card {
  const { config: own } = words;
  const { service, watches, settings, at } = result;
  const hidden = watches.length - watchesShown;
  return {
    ...bareCard,
    tone: 'plain',
    title: own.title,
    summary: [
      own.noSecrets,
      ...(hidden > 0 ? [` ${own.hidden(hidden)}`, { code: '/config show watch:' }, '.'] : []),
    ],
    fields: [
      ...watches.slice(0, watchesShown).map((watch) => watchField(watch, words)),
      beside(own.storage, result.storage),
      beside('MLflow', result.mlflow ? own.configured : own.notConfigured),
      beside(own.notifier, result.notifier),
      ...generalField(result, own),
      ...roleFields(result, own),
      across(own.digest, ...digestPlanLine(result.digest, decidedBy(result.digest.decided, own), words)),
      ...changedField(settings, own),
      ...secretsField(settings, own),
    ],
    footer: `${service.name} ${service.version} · Node ${service.node} · ${service.roles.join(', ')}`,
    at,
  };
}

function watchField(watch: WatchConfig, words: Words): Field {
  const { config: own, numbers } = words;
  const { source, champion, estimator, mode, policy, origins, window, timezone, channel, replaced } = watch;
  const from = (key: keyof NonNullable<typeof origins>) =>
    origins === null ? '' : ` (${own.origins[origins[key]]})`;
  const cadence = numbers.duration(watch.cadenceMinutes * 60_000);
  const budget = numbers.written(String(watch.falseAlarmsPerWeek));
  const lines: Rich[] = [
    [own.source(source), `, ${servedBy(champion, estimator, own)}`],
    [
      ...[`${own.mode} `, { code: mode }, from('mode'), `, ${own.policy} `],
      ...held([{ code: policy }, from('policy')], coded(replaced.policy), own),
    ],
    threshold(watch, from('threshold'), words),
    ...(mode === 'seed' ? [] : [[own.budget(budget), from('falseAlarmsPerWeek')]]),
    [`${own.window(numbers.count(window))}, ${own.every(cadence)}`],
    [`${own.zone} `, { code: timezone }, from('timezone')],
    [
      `${own.channel} `,
      ...held([channel === null ? own.generalChannel : { code: channel }], coded(replaced.channel), own),
    ],
  ];
  return across(watch.name, ...inLines(lines));
}

/** What a command replaced: how it is written, and who did so. */
interface Shown extends Omit<Replaced, 'value'> {
  readonly value: Part;
}

const coded = (replaced: Replaced | null): Shown | null =>
  replaced && { ...replaced, value: { code: replaced.value.replaceAll(',', ', ') } };

/** What was set by command comes first: it is what holds. */
function held(setting: Rich, replaced: Shown | null, own: Own): Rich {
  return replaced === null
    ? setting
    : [replaced.value, ...decidedBy(replaced, own), own.insteadOf, ...setting];
}

function decidedBy(decided: { readonly by: string; readonly at: number } | null, own: Own): Rich {
  return decided === null
    ? []
    : [own.replacedBy, { strong: decided.by }, ' ', { time: decided.at, style: 'full' }];
}

function threshold({ threshold: set, replaced }: WatchConfig, from: string, words: Words): Rich {
  const { config: own, numbers } = words;
  const written = (value: number) => ({ code: numbers.written(String(value)) });
  const shown = replaced.threshold && { ...replaced.threshold, value: written(replaced.threshold.value) };
  return [`${own.threshold} `, ...held([written(set), from], shown, own)];
}

function generalField({ replaced }: ConfigResult, own: Own): Field[] {
  const shown = coded(replaced.channel);
  return shown === null ? [] : [beside(own.general, shown.value, ...decidedBy(shown, own))];
}

function servedBy(champion: string, estimator: string, own: Own): string {
  if (champion === 'external') return own.external;
  return champion === 'mlflow' ? own.mlflow : own.trained(estimator);
}

/** Ids in code: they mention nobody. */
function roleFields({ settings, replaced }: ConfigResult, own: Own): Field[] {
  const who = (name: string): Rich => {
    const ids = settings.find((setting) => setting.name === name)?.value ?? '';
    return ids === '' ? [own.manageServer] : [{ code: ids }];
  };
  const more = coded(replaced.admins);
  return [
    beside(own.operators, ...held(who('DISCORD_OPERATOR_ROLE_IDS'), coded(replaced.operators), own)),
    beside(
      own.admins,
      ...who('DISCORD_ADMIN_ROLE_IDS'),
      ...(more === null ? [] : [own.also, more.value, ...decidedBy(more, own)]),
    ),
  ];
}

function changedField(settings: readonly ShownSetting[], own: Own): Field[] {
  const changed = settings.filter(({ value, origin }) => value !== null && origin !== 'default');
  if (changed.length === 0) return [];
  const lines: Rich = changed.flatMap(({ name, value }, at) => [
    at === 0 ? '' : '\n',
    { code: `${name}=${value ?? ''}` },
  ]);
  return [across(own.changed, ...lines)];
}

function secretsField(settings: readonly ShownSetting[], own: Own): Field[] {
  const secrets = settings.filter(({ value }) => value === null);
  if (secrets.length === 0) return [];
  const lines: Rich = secrets.flatMap(({ name, set, origin }, at) => [
    at === 0 ? '' : '\n',
    { code: name },
    ` ${set ? own.set(own.origins[origin]) : own.notSet}`,
  ]);
  return [across(own.secrets, ...lines)];
}

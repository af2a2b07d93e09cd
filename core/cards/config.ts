// What holds and who decided it: one field a watch, then the service, then the names of secrets. Pure.
import type { ConfigResult, ShownSetting, WatchConfig } from '../ops/config-result.ts';
import { across, bareCard, beside, type Card, type Field, inLines, type Rich } from './card.ts';
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
      ...(hidden > 0 ? [` ${own.hidden(hidden)}`, { code: '/config watch:' }, '.'] : []),
    ],
    fields: [
      ...watches.slice(0, watchesShown).map((watch) => watchField(watch, words)),
      beside(own.storage, result.storage),
      beside('MLflow', result.mlflow ? own.configured : own.notConfigured),
      beside(own.notifier, result.notifier),
      ...roleFields(settings, own),
      ...changedField(settings, own),
      ...secretsField(settings, own),
    ],
    footer: `${service.name} ${service.version} · Node ${service.node} · ${service.roles.join(', ')}`,
    at,
  };
}

function watchField(watch: WatchConfig, words: Words): Field {
  const { config: own, numbers } = words;
  const { source, champion, estimator, mode, policy, origins, window, timezone, channel } = watch;
  const from = (key: keyof NonNullable<typeof origins>) =>
    origins === null ? '' : ` (${own.origins[origins[key]]})`;
  const cadence = numbers.duration(watch.cadenceMinutes * 60_000);
  const budget = numbers.written(String(watch.falseAlarmsPerWeek));
  const lines: Rich[] = [
    [own.source(source), `, ${champion === 'external' ? own.external : own.trained(estimator)}`],
    [`${own.mode} `, { code: mode }, from('mode'), `, ${own.policy} `, { code: policy }, from('policy')],
    threshold(watch, from('threshold'), words),
    ...(mode === 'seed' ? [] : [[own.budget(budget), from('falseAlarmsPerWeek')]]),
    [`${own.window(numbers.count(window))}, ${own.every(cadence)}`],
    [`${own.zone} `, { code: timezone }, from('timezone')],
    [`${own.channel} `, channel === null ? own.generalChannel : { code: channel }],
  ];
  return across(watch.name, ...inLines(lines));
}

/** What was set by command comes first: it is what holds. */
function threshold({ threshold: set, override }: WatchConfig, from: string, words: Words): Rich {
  const { config: own, numbers } = words;
  const written = (value: number) => ({ code: numbers.written(String(value)) });
  if (override === null) return [`${own.threshold} `, written(set), from];
  const { value, by, at } = override;
  return [
    `${own.threshold} `,
    written(value),
    own.replacedBy,
    { strong: by },
    ' ',
    { time: at, style: 'full' },
    own.insteadOf,
    written(set),
    from,
  ];
}

/** Ids in code: they mention nobody. */
function roleFields(settings: readonly ShownSetting[], own: Own): Field[] {
  const who = (name: string): Rich => {
    const ids = settings.find((setting) => setting.name === name)?.value ?? '';
    return ids === '' ? [own.manageServer] : [{ code: ids }];
  };
  return [
    beside(own.operators, ...who('DISCORD_OPERATOR_ROLE_IDS')),
    beside(own.admins, ...who('DISCORD_ADMIN_ROLE_IDS')),
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

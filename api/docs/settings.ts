// What /config, /threshold, /digest and /test-card answer with.
import * as z from 'zod';
import type { Digest, WatchDigest } from '../../core/news.ts';
import type {
  ConfigResult,
  DigestPlan,
  SettingResult,
  ShownSetting,
  WatchConfig,
} from '../../core/ops/config-result.ts';
import type { TestCardResult, ThresholdResult } from '../../core/ops/results.ts';
import { exactly } from './exactly.ts';
import { ledger } from './incident.ts';
import { count, flag, number, orNull, share, text, time, watchName, zone } from './words.ts';

const policy = z.enum(['auto', 'approve', 'shadow', 'manual']);
const decision = { by: text('Who decided.'), at: time('When.') };
const decided = orNull(z.strictObject(decision), 'nobody: it is the default.');
const replaced = orNull(
  z.strictObject({ value: text('What holds instead.'), ...decision }),
  'it was not replaced.',
);
const origin = z.enum(['watches file', 'secret file', 'environment', 'default']);

export const digestPlan = exactly<DigestPlan>()(
  z.strictObject({
    hour: z.int().min(0).max(23).meta({ description: 'Hour of the day, in the zone.' }),
    zone: text('IANA name of its time zone.'),
    channel: orNull(text('Discord channel.'), 'the default one.'),
    off: flag('It is not told.'),
    decided,
    next: orNull(time('When it is told next.'), 'it is off.'),
  }),
).meta({ id: 'DigestPlan', description: 'When and where the digest is told.' });

const watchConfig = exactly<WatchConfig>()(
  z.strictObject({
    name: watchName,
    timezone: zone,
    window: count('Rows of the current window.'),
    policy,
    mode: z.enum(['full', 'seed']),
    threshold: share('Drift threshold of the setting.'),
    falseAlarmsPerWeek: number('Budget of false alarms a week.'),
    cadenceMinutes: number('Minutes between two checks.'),
    estimator: text('What challengers are trained with.'),
    channel: orNull(text('Discord channel.'), 'the default one.'),
    champion: z.enum(['trained', 'external', 'mlflow']),
    source: text('Kind of its source.'),
    origins: orNull(
      z.strictObject({
        timezone: origin,
        policy: origin,
        mode: origin,
        threshold: origin,
        falseAlarmsPerWeek: origin,
      }),
      'not known.',
    ),
    replaced: z.strictObject({
      threshold: orNull(z.strictObject({ value: share('What holds instead.'), ...decision }), 'it was not.'),
      policy: replaced,
      channel: replaced,
    }),
  }),
).meta({ id: 'WatchConfig', description: 'What holds for a watch.' });

const shownSetting = exactly<ShownSetting>()(
  z.strictObject({
    name: text('Name of the setting.'),
    origin: z.enum(['secret file', 'environment', 'default']),
    set: flag('Somebody set it.'),
    value: orNull(text('As it was written.'), 'a secret.'),
  }),
).meta({ id: 'ShownSetting' });

export const config = exactly<ConfigResult>()(
  z.strictObject({
    at: time('Now.'),
    service: z.strictObject({
      name: text('vigie'),
      version: text('Of the service.'),
      node: text('Version of Node.'),
      roles: z.array(text('bot, api or jobs.')),
    }),
    storage: text('embedded or mongodb.'),
    mlflow: flag('There is one.'),
    notifier: text('Who posts cards.'),
    settings: z.array(shownSetting),
    replaced: z.strictObject({ channel: replaced, operators: replaced, admins: replaced }),
    digest: digestPlan,
    watches: z.array(watchConfig),
  }),
).meta({ id: 'Config', description: 'What holds and who decided it, without secrets.' });

export const setting = exactly<SettingResult>()(
  z.strictObject({
    setting: z.enum(['channel', 'policy', 'operators', 'admins']),
    watch: orNull(watchName, 'of the whole service.'),
    before: orNull(text('What held; ids are separated by commas.'), 'nothing.'),
    now: orNull(text('What holds.'), 'nothing.'),
    own: orNull(text('What the watches file or the environment says.'), 'nothing.'),
    decided,
  }),
).meta({ id: 'Setting', description: 'A setting that was replaced or given back.' });

export const threshold = exactly<ThresholdResult>()(
  z.strictObject({
    watch: watchName,
    before: share('The threshold that held.'),
    now: share('The threshold that holds from the next check on.'),
    own: share('The setting of the watch.'),
  }),
).meta({ id: 'Threshold', description: 'The drift threshold of a watch.' });

export const testCard = exactly<TestCardResult>()(
  z.strictObject({
    watch: watchName,
    notifier: orNull(text('Who posts cards.'), 'this process posts none.'),
    status: z.enum(['due', 'sent', 'dead', 'superseded']),
    reason: orNull(text('Why it waits or was refused.'), 'not known.'),
  }),
).meta({ id: 'TestCard', description: 'Whether a card marked as a test arrived.' });

const mean = (of: string) => orNull(number(`Mean milliseconds from alarm to ${of}.`), 'there was none.');

const watchDigest = exactly<WatchDigest>()(
  z.strictObject({
    watch: watchName,
    checks: count('Checks that were made.'),
    rows: count('Rows that were checked.'),
    drifted: count('Checks that found drift.'),
    incidents: count('Incidents that began.'),
    acknowledgedAfter: mean('acknowledgement'),
    resolvedAfter: mean('end'),
    open: orNull(
      z.strictObject({
        number: count('Number of the incident.'),
        since: time('Its begin.'),
        owner: orNull(text('Who takes care of it.'), 'nobody.'),
      }),
      'none is open.',
    ),
    promotions: count('Challengers that were promoted.'),
    rejections: count('Challengers that were rejected.'),
    accuracy: orNull(
      z.strictObject({ first: share('The first that was measured.'), last: share('The last.') }),
      'no labels.',
    ),
    ledger,
  }),
).meta({ id: 'WatchDigest' });

export const digest = exactly<Digest>()(
  z.strictObject({ at: time('Now.'), period: z.enum(['24h', '7d']), watches: z.array(watchDigest) }),
).meta({ id: 'Digest', description: 'What the last day or week came to.' });

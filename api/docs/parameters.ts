// What each parameter means, whichever route takes it. Examples are of a watch named "shop".
import type * as z from 'zod';

interface Meaning {
  readonly description: string;
  readonly examples: readonly unknown[];
}

const says = (description: string, ...examples: readonly unknown[]): Meaning => ({ description, examples });

const meanings: Readonly<Record<string, Meaning>> = {
  watch: says('Name of the watch; may be left out where there is only one.', 'shop'),
  window: says('Rows of this time, counted back from the newest, instead of the current window.', '24h'),
  feature: says('One feature in full as well.', 'basket_value'),
  force: says('Whatever the gate says, or over a champion there is; takes the scope admin.', false),
  dry_run: says('The tournament and the gate, and nothing that follows from them.', true),
  reason: says('Why, for the audit log and the card; at most 500 characters.', 'prices were raised'),
  note: says('What you are about to do; at most 500 characters.', 'looking at the import'),
  for: says('90m, 6h or 2d, at most 30 days, or `resolved` for until it is resolved.', '6h'),
  rows: says('1 to 1,000 rows.', []),
  labels: says('1 to 1,000 true labels.', []),
  features: says('One row.', { age: 41, region: 'north' }),
  explain: says('What each feature contributed to the answers as well.', true),
  n_samples: says('How many rows, 1 to 10,000.', 100),
  seed: says('The same seed gives the same rows; 0 to 2^31.', 7),
  scenario: says('covariate: features move; concept: labels turn; none: as it was.', 'covariate'),
  strength: says('Over 0 and at most 3; 1 = one standard deviation, or the whole concept turned.', 1),
  period: says('How far back.', '24h'),
  kind: says('What is listed.', 'checks'),
  before: says('Cursor: what is older than this.', '118'),
  after: says('Cursor: what is newer than this.', '108'),
  at: says('ISO 8601; without a zone it is the clock of the watch. Left out: now.', '2026-11-25T14:00'),
  all: says('The newest 10,000 lines instead of a page of ten.', false),
  format: says('csv for a table.', 'json'),
  version: says('A version that is kept.', 3),
  incident: says('Number of the incident; the open one where it is left out.', 7),
  number: says('Number of the batch in quarantine.', 2),
  id: says('Id of a prediction or of a row, 1 to 200 characters.', 'order-1042'),
  setting: says('Which setting.', 'policy'),
  value: says('What is to hold.', 'approve'),
  hour: says('Hour of the day, 0 to 23, in the zone.', 8),
  zone: says('IANA name of a time zone.', 'Europe/Paris'),
  channel: says('Id of a Discord channel.', '1041234567890123456'),
  off: says('No digest.', false),
  wait: says('Seconds to wait for the end, 0 to 60.', 10),
  file: says('What the page is made of.', 'init.js'),
};

/** The same schema with the meaning of its name. @throws TypeError for a name without one: a fault of this table */
export function meant<S extends z.ZodType>(name: string, schema: S): S {
  const meaning = meanings[name];
  if (meaning === undefined) throw new TypeError(`parameter ${name} is not described`);
  const { description, examples } = meaning;
  return schema.meta({ description, ...(examples.length > 0 ? { examples: [...examples] } : {}) });
}

/** A whole shape of parameters, each with its meaning. */
export function meantShape(shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, meant(name, schema)]));
}

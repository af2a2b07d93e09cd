// A body for each route that takes one, by what it does.
const shop = { watch: 'shop' };
const row = { basket_value: 52.5, region: 'north' };
const observation = {
  id: 'order-1042',
  time: '2026-11-25T11:58:00Z',
  features: row,
  prediction: 'yes',
  score: 0.83,
};

export const bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'POST /predict': {
    'one row': { ...shop, features: row },
    'many rows': { ...shop, rows: [row, { ...row, region: 'south' }] },
    'a bare row': row,
  },
  'POST /labels': {
    'one label': { ...shop, id: 'order-1042', label: 'no' },
    'many labels': { ...shop, labels: [{ id: 'order-1042', label: 'no' }] },
  },
  'POST /observations': {
    'one row': { ...shop, ...observation },
    'many rows': { ...shop, rows: [observation] },
  },
  'POST /drift-check': { 'check now': shop },
  'POST /train': { 'first champion': shop },
  'POST /retrain': {
    'try it': { ...shop, dry_run: true },
    'do it': { ...shop, reason: 'prices were raised' },
  },
  'POST /cancel': { stop: shop },
  'POST /rollback': { 'put it back': { ...shop, reason: 'worse in the afternoon' } },
  'POST /models/:version/approve': { approve: { ...shop, reason: 'the table looks right' } },
  'POST /models/:version/reject': { refuse: { ...shop, reason: 'the price change is not over' } },
  'POST /models/:version/promote': { promote: { ...shop, reason: 'agreed on Monday' } },
  'POST /incidents/:incident/ack': { take: { ...shop, note: 'looking at the import' } },
  'POST /incidents/:incident/expected': { expected: { ...shop, reason: 'prices were raised' } },
  'POST /incidents/:incident/snooze': { 'for a while': { ...shop, for: '6h' } },
  'POST /incidents/:incident/unsnooze': { wake: shop },
  'POST /incidents/:incident/resolve': { close: { ...shop, reason: 'the import is mended' } },
  'POST /quarantine/:number/release': { release: { ...shop, reason: 'no region is what it says' } },
  'POST /quarantine/:number/discard': { discard: { ...shop, reason: 'the import was broken' } },
  'POST /generate': { 'a hundred rows': { watch: 'demo', n_samples: 100, seed: 7 } },
  'POST /simulate': { drift: { watch: 'demo', scenario: 'covariate', strength: 1 } },
  'PUT /threshold': { 'less often': { ...shop, value: 0.4, reason: 'small drift is usual here' } },
  'PUT /config/:setting': { 'ask first': { ...shop, value: 'approve' } },
  'PUT /digest': { 'at eight': { hour: 8, zone: 'Europe/Paris' } },
  'POST /test-card': { test: shop },
};

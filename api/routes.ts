// All routes on one page: what is asked of the caller, and the operation that answers.
import { requireScope } from '../core/ops/operation.ts';
import { historyAnswer, modelAnswer } from './answers.ts';
import { labelInput, observationInput, predictInput } from './input.ts';
import { begins, jobDoor, jobsDoor } from './jobs.ts';
import { numberRowsReader } from './number-rows.ts';
import { predictAnswer } from './predict-answer.ts';
import { by, type Door, plain, type Route } from './route.ts';

const limit = 1024 * 1024;

const doors: Readonly<Record<string, Door>> = {
  'POST /predict': by(
    'predict',
    'read',
    'Predicts {rows: [{feature: value}]}, {features: {...}} or one bare row; ?explain=true says why.',
    { limit, read: numberRowsReader(limit), shape: predictInput, answer: predictAnswer },
  ),
  'POST /labels': by('label', 'token', 'Stores true labels: {labels: [{id, label}]} or {id, label}.', {
    ...{ limit, shape: labelInput },
  }),
  'POST /observations': by(
    'observe',
    'token',
    'Stores rows of a model served elsewhere: {rows: [{id, time?, features, prediction, score?, label?}]} or one row.',
    { limit, shape: observationInput },
  ),
  'DELETE /observations/:id': by('forget', 'token', 'Deletes one observation and its label: ?watch=.'),

  'GET /drift-check': by('drift', 'read', 'State, score and newest drift report: ?watch=.'),
  'POST /drift-check': begins('check', 'Checks for drift now, on the rows that are new: {watch?}; ?wait=.'),
  'GET /drift/report': by(
    'report',
    'read',
    'All there is to say of the current window, column by column: ?watch=&window=1h|24h|7d&feature=.',
  ),
  'POST /train': begins('train', 'Trains and promotes the first champion: {watch?, force?}; ?wait=.'),
  'POST /retrain': begins(
    'retrain',
    'Trains challengers, promotes the best when it is better: {watch?, reason?, dry_run?, force?}; ?wait=.',
    { trigger: 'api' },
  ),
  'POST /cancel': by('cancel', 'token', 'Asks the training or retraining that runs to stop: {watch?}.'),
  'POST /rollback': by('rollback', 'token', 'Puts the previous champion back: {watch?, reason?}.'),
  'GET /models': by('models', 'read', 'The versions that are kept, newest first: ?watch=.'),
  'GET /models/:version': by('models', 'read', 'One version: ?watch=.', {
    ...{ own: ['version'], answer: modelAnswer },
  }),
  'POST /models/:version/approve': by(
    'approve',
    'token',
    'A challenger that waits for approval serves: {watch?, reason?}.',
  ),
  'POST /models/:version/reject': by('reject', 'token', 'It is refused: {watch?, reason?}.'),
  'POST /models/:version/promote': by('promote', 'token', 'A kept version serves: {watch?, reason?}.'),

  'GET /status': by('status', 'read', 'Watches, jobs, storage, queues: ?watch= for one of them.'),
  'GET /watches': by('status', 'read', 'The watches: model, state, newest report, open incident.', {
    answer: ({ at, watches }) => ({ value: { at, watches } }),
  }),
  'GET /watches/:watch': by('status', 'read', 'One watch.', {
    answer: ({ watches: [watch] }) => ({ value: watch }),
  }),
  'GET /watches/:watch/champion': by(
    'championAt',
    'read',
    'The version that served at a moment, since when and why: ?at=2026-11-24T14:00 (its zone) or ISO 8601; else now.',
  ),
  'GET /watches/:watch/checks': by(
    'history',
    'read',
    'Its checks, newest first: ?before= and ?after= turn the pages, ?all=true gives up to 10,000.',
    { fixed: { kind: 'checks' } },
  ),
  'GET /history': by(
    'history',
    'read',
    'What was: ?kind=checks|retrains|incidents|audit|traffic&watch=&before=&after=&all=; ?format=csv for a table.',
    { own: ['format'], answer: historyAnswer },
  ),
  'GET /audit': by('history', 'read', 'Who changed what, newest first: ?watch=&before=&after=&all=.', {
    fixed: { kind: 'audit' },
  }),
  'GET /digest': by('digest', 'read', 'What the last day or week came to: ?watch=&period=24h|7d.'),
  'GET /jobs': jobsDoor,
  'GET /jobs/:id': jobDoor,

  'GET /incidents': by('incidents', 'read', 'Incidents, open and past: ?watch=.'),
  'POST /incidents/:incident/ack': by('acknowledge', 'token', 'Takes the open incident: {watch?, note?}.'),
  'POST /incidents/:incident/expected': by(
    'expected',
    'token',
    'Its change was expected and joins what is usual: {watch?, reason?}.',
  ),
  'POST /incidents/:incident/snooze': by('snooze', 'token', 'Keeps it quiet: {for, watch?, reason?}.'),
  'POST /incidents/:incident/unsnooze': by('unsnooze', 'token', 'Ends that: {watch?}.'),
  'POST /incidents/:incident/resolve': by('resolve', 'token', 'Closes it: {watch?, reason?}.'),

  'GET /quarantine': by('quarantine', 'read', 'Rows that are held back, and why: ?watch=.'),
  'POST /quarantine/:number/release': by(
    'release',
    'token',
    'The rows of a batch are right, and may be learned from: {watch?, reason?}.',
  ),
  'POST /quarantine/:number/discard': by(
    'discard',
    'token',
    'They are faulty, and never learned from: {watch?, reason?}.',
  ),

  'GET /generate': by('generate', 'read', 'Rows of a synthetic watch: ?watch=&n_samples=&seed=.'),
  'POST /generate': by('generate', 'read', 'Rows of a synthetic watch: {watch?, n_samples?, seed?}.'),
  'POST /simulate': by('simulate', 'token', 'Drift in a synthetic watch: {watch?, scenario, strength?}.'),

  'PUT /threshold': by('threshold', 'token', 'Another drift threshold: {value, watch?, reason?}.'),
  'DELETE /threshold': by('threshold', 'token', 'Takes that back: ?watch=&reason=.', {
    fixed: { value: 'reset' },
  }),
  'GET /config': by('config', 'token', 'What holds and who decided it, without secrets: ?watch=.'),
  'PUT /config/:setting': by(
    'setConfig',
    'token',
    'Replaces channel, policy, operators or admins while the service runs: {value, watch?, reason?}.',
  ),
  'DELETE /config/:setting': by('resetConfig', 'token', 'Takes that back: ?watch=&reason=.'),
  'PUT /digest': by(
    'setDigest',
    'token',
    'When and where the digest is told: {hour?, zone?, channel?, off?}.',
  ),
  'DELETE /digest': by('resetDigest', 'token', 'Takes that back.'),
  'POST /test-card': by(
    'testCard',
    'token',
    'Posts a card marked as a test; says whether it arrived: {watch?}.',
  ),

  'GET /metrics': plain('metrics', 'Metrics in the text format of Prometheus.', async ({ desk }) => {
    const { body, contentType } = await desk.metrics.render();
    return { value: body, type: contentType };
  }),
  'GET /health/live': plain('open', 'The process answers.', async () => ({ value: { status: 'ok' } })),
  'GET /health/ready': plain('open', 'The process can do its work: 200 or 503.', async ({ desk }) => {
    const { ok, checks } = await desk.ready();
    return { value: { status: ok ? 'ok' : 'unavailable', checks }, status: ok ? 200 : 503 };
  }),
  'GET /openapi.json': plain('read', 'This API as an OpenAPI 3.1 document.', async ({ desk, caller }) => {
    requireScope(caller, 'read', 'this route');
    const { documentAnswer } = await import('./docs/served.ts');
    return documentAnswer(routes, desk);
  }),
  'GET /docs': plain('open', 'This API as a page to read and to try.', async () => {
    const { pageAnswer } = await import('./docs/page.ts');
    return pageAnswer();
  }),
  'GET /docs/:file': plain('open', 'What that page is made of.', async ({ input }) => {
    const { pageAnswer } = await import('./docs/page.ts');
    return pageAnswer(String(input['file']));
  }),
  'GET /': plain('open', 'This list.', async () => ({
    value: { name: 'vigie', routes: routes.map(({ method, path, about }) => ({ method, path, about })) },
  })),
};

const methods = { GET: 'GET', POST: 'POST', PUT: 'PUT', DELETE: 'DELETE' } as const;
const isMethod = (text: string): text is keyof typeof methods => Object.hasOwn(methods, text);

export const routes: readonly Route[] = Object.entries(doors).map(([key, door]) => {
  const [method = '', path = ''] = key.split(' ');
  if (!isMethod(method)) throw new Error(`${key} names no method`);
  return { method, path, ...door };
});

/** The template of a path and its methods, for `Allow`; null when the path is unknown. */
export function doorOf(path: string): { readonly path: string; readonly methods: readonly string[] } | null {
  const found = routes.filter((route) => leadsTo(route, path));
  const [first] = found;
  if (first === undefined) return null;
  const own: string[] = found.map(({ method }) => method);
  return { path: first.path, methods: [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'] };
}

function leadsTo(route: Route, path: string): boolean {
  const [wanted, given] = [route.path.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}

// All routes on one page: what is asked of the caller, and the operation that answers.
import { labelInput, observationInput, predictInput } from './input.ts';
import { answered, byOp, type Route } from './route.ts';

const batch = 1024 * 1024;

export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/predict',
    access: 'read',
    about: 'Predicts {rows: [{feature: value}]}, {features: {...}} or one bare row; ?explain=true says why.',
    limit: batch,
    shape: predictInput,
    answer: byOp((ops) => ops.predict),
  },
  {
    method: 'POST',
    path: '/labels',
    access: 'token',
    about: 'Stores true labels: {labels: [{id, label}]} or {id, label}.',
    limit: batch,
    shape: labelInput,
    answer: byOp((ops) => ops.label),
  },
  {
    method: 'POST',
    path: '/observations',
    access: 'token',
    about:
      'Stores rows of a model served elsewhere: {watch?, rows: [{id, time?, features, prediction, score?, label?}]} or one such row.',
    limit: batch,
    shape: observationInput,
    answer: byOp((ops) => ops.observe),
  },
  {
    method: 'DELETE',
    path: '/observations/:id',
    access: 'token',
    about: 'Deletes one observation and its label: ?watch=.',
    answer: byOp((ops) => ops.forget),
  },
  {
    method: 'POST',
    path: '/train',
    access: 'token',
    about: 'Trains and promotes the first champion: {watch?, force?}.',
    answer: byOp((ops) => ops.train),
  },
  {
    method: 'POST',
    path: '/retrain',
    access: 'token',
    about: 'Trains a challenger, promotes it when it is better: {watch?, reason?, dry_run?, force?}.',
    // Whatever the body says: the trigger is a fact, not a wish.
    answer: ({ desk, input, caller }) => answered(desk.ops.retrain({ ...input, trigger: 'api' }, caller)),
  },
  {
    method: 'GET',
    path: '/drift-check',
    access: 'read',
    about: 'The newest drift report: ?watch=.',
    answer: byOp((ops) => ops.drift),
  },
  {
    method: 'GET',
    path: '/drift/report',
    access: 'read',
    about: 'All there is to say of the current window, column by column: ?watch=&window=1h|24h|7d&feature=.',
    answer: byOp((ops) => ops.report),
  },
  {
    method: 'POST',
    path: '/drift-check',
    access: 'token',
    about: 'Checks for drift now: {watch?}.',
    answer: byOp((ops) => ops.check),
  },
  {
    method: 'GET',
    path: '/generate',
    access: 'read',
    about: 'Rows of a synthetic watch: ?watch=&n_samples=&seed=.',
    answer: byOp((ops) => ops.generate),
  },
  {
    method: 'POST',
    path: '/generate',
    access: 'read',
    about: 'Rows of a synthetic watch: {watch?, n_samples?, seed?}.',
    answer: byOp((ops) => ops.generate),
  },
  {
    method: 'POST',
    path: '/rollback',
    access: 'token',
    about: 'Puts the previous champion back: {watch?, reason?}.',
    answer: byOp((ops) => ops.rollback),
  },
  {
    method: 'POST',
    path: '/expected',
    access: 'token',
    about: 'Says that the change of the open incident was expected: {watch?, reason?}.',
    answer: byOp((ops) => ops.expected),
  },
  {
    method: 'POST',
    path: '/simulate',
    access: 'token',
    about: 'Puts drift into a synthetic watch: {watch?, scenario, strength?}.',
    answer: byOp((ops) => ops.simulate),
  },
  {
    method: 'GET',
    path: '/status',
    access: 'read',
    about: 'Watches, jobs, storage, queues: ?watch= for one of them.',
    answer: byOp((ops) => ops.status),
  },
  {
    method: 'GET',
    path: '/config',
    access: 'token',
    about: 'What holds and who decided it, without secrets: ?watch=.',
    answer: byOp((ops) => ops.config),
  },
  {
    method: 'PUT',
    path: '/config/:setting',
    access: 'token',
    about: 'Replaces channel, policy, operators or admins while the service runs: {value, watch?, reason?}.',
    answer: byOp((ops) => ops.setConfig),
  },
  {
    method: 'DELETE',
    path: '/config/:setting',
    access: 'token',
    about: 'Takes that back: ?watch=&reason=.',
    answer: byOp((ops) => ops.resetConfig),
  },
  {
    method: 'PUT',
    path: '/digest',
    access: 'token',
    about: 'When and where the digest is told: {hour?, zone?, channel?, off?}.',
    answer: byOp((ops) => ops.setDigest),
  },
  {
    method: 'DELETE',
    path: '/digest',
    access: 'token',
    about: 'Takes that back.',
    answer: byOp((ops) => ops.resetDigest),
  },
  {
    method: 'GET',
    path: '/jobs',
    access: 'read',
    about: 'Scheduled jobs with their last and next runs.',
    answer: async ({ desk, input, caller }) => {
      const { jobs } = await desk.ops.status(input, caller);
      return { value: { jobs } };
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    access: 'metrics',
    about: 'Metrics in the text format of Prometheus.',
    answer: async ({ desk }) => {
      const { body, contentType } = await desk.metrics.render();
      return { value: body, type: contentType };
    },
  },
  {
    method: 'GET',
    path: '/health/live',
    access: 'open',
    about: 'The process answers.',
    answer: async () => ({ value: { status: 'ok' } }),
  },
  {
    method: 'GET',
    path: '/health/ready',
    access: 'open',
    about: 'The process can do its work: 200 or 503.',
    answer: async ({ desk }) => {
      const { ok, checks } = await desk.ready();
      return { value: { status: ok ? 'ok' : 'unavailable', checks }, status: ok ? 200 : 503 };
    },
  },
  {
    method: 'GET',
    path: '/',
    access: 'open',
    about: 'This list.',
    answer: async () => ({
      value: { name: 'vigie', routes: routes.map(({ method, path, about }) => ({ method, path, about })) },
    }),
  },
];

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

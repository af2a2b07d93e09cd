// What every route asks of its caller, as promised: a table beside the code, not read from it.
import type { Scope } from '../../core/ops/operation.ts';

export type Right = Scope | 'open' | 'metrics';

const table: Readonly<Record<Right, readonly string[]>> = {
  open: ['GET /', 'GET /health/live', 'GET /health/ready', 'GET /docs', 'GET /docs/:file'],
  metrics: ['GET /metrics'],
  predict: ['POST /predict'],
  read: [
    ...['GET /status', 'GET /watches', 'GET /watches/:watch', 'GET /watches/:watch/checks', 'GET /jobs'],
    ...['GET /jobs/:id', 'GET /openapi.json', 'GET /watches/:watch/champion'],
    ...['GET /drift-check', 'GET /drift/report', 'GET /models', 'GET /models/:version', 'GET /incidents'],
    'GET /quarantine',
    ...['GET /history', 'GET /audit', 'GET /digest', 'GET /generate', 'POST /generate'],
  ],
  operate: [
    ...['POST /train', 'POST /retrain', 'POST /drift-check', 'POST /rollback', 'POST /cancel'],
    ...['POST /labels', 'POST /observations', 'POST /simulate', 'POST /test-card'],
    ...['ack', 'expected', 'snooze', 'unsnooze', 'resolve'].map((act) => `POST /incidents/:incident/${act}`),
    ...['approve', 'reject'].map((act) => `POST /models/:version/${act}`),
    ...['release', 'discard'].map((act) => `POST /quarantine/:number/${act}`),
    ...['PUT /digest', 'DELETE /digest', 'PUT /threshold', 'DELETE /threshold'],
  ],
  admin: [
    ...['POST /models/:version/promote', 'DELETE /observations/:id', 'GET /config'],
    ...['PUT /config/:setting', 'DELETE /config/:setting'],
  ],
};

/** By "METHOD /path". */
export const rights: ReadonlyMap<string, Right> = new Map(
  (Object.entries(table) as [Right, readonly string[]][]).flatMap(([right, lines]) =>
    lines.map((line) => [line, right] as const),
  ),
);

export const scopes: readonly Scope[] = ['read', 'predict', 'operate', 'admin'];

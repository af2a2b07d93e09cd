// The REST routes of the fake Discord: who may call them, and what their bodies may be.
import { type Reply, refusal } from './faults.ts';
import { breach, type Request, type Route } from './route.ts';
import { applicationRoutes } from './routes-application.ts';
import { channelRoutes } from './routes-channels.ts';
import { interactionRoutes } from './routes-interactions.ts';
import { webhookRoutes } from './routes-webhooks.ts';
import type { FakeState } from './state.ts';

const routes: readonly Route[] = [
  ...applicationRoutes,
  ...interactionRoutes,
  ...channelRoutes,
  ...webhookRoutes,
];

/** Serves one request; what Discord would refuse for its form is also kept in `violations`. */
export function serve(state: FakeState, request: Request): Reply {
  const { method, path } = request;
  const route = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  if (route === undefined) return refusal(404, 0, '404: Not Found');
  if (route.bot && request.authorization !== `Bot ${state.token}`)
    return refusal(401, 0, '401: Unauthorized');
  const ids = route.path.exec(path)?.slice(1) ?? [];
  const faults = route.check?.(request.body, request.files) ?? [];
  return faults.length > 0 ? breach(state, request, faults) : route.serve(state, request, ids);
}

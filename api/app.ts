// From a request to its operation and back: the Koa application, without a server.
import { Router } from '@koa/router';
import Koa, { type Middleware, type ParameterizedContext } from 'koa';
import { AppError } from '../core/errors.ts';
import type { Clock, Logger, Random } from '../core/ports.ts';
import { createGate, type Doors } from './auth.ts';
import { readBody } from './body.ts';
import { HttpRefusal, problemOf, rejections } from './errors.ts';
import { withPath, withQuery } from './input.ts';
import { type Reply, replier, replyOf } from './reply.ts';
import type { Answer, Desk, Route } from './route.ts';
import { doorOf, routes } from './routes.ts';

export interface AppOptions extends Desk, Doors {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** What is known of a request once it has passed a step; log and metrics tell it. */
interface Seen {
  id: string;
  /** Template of the route, 'unmatched' when there is none. */
  route: string;
  /** Name of the caller; null until somebody was let in. */
  by: string | null;
  reply: Reply;
}

const defaultLimit = 64 * 1024;
/** Status, in log and metrics, of a request whose client left before the answer. */
const clientGone = 499;
/** Sent by nobody but a bug. */
const unanswered = replyOf({ status: 500, value: null });

export function createApp(options: AppOptions): Koa<Seen> {
  const app = new Koa<Seen>({ proxy: false });
  // Koa tells here what failed outside of the middleware, and marks what came too late for an answer: the client left.
  app.on('error', (err: Error & { code?: string; headerSent?: boolean }) => {
    if (err.headerSent) options.log.debug('client gone', { code: err.code });
    else options.log.error('bug', { err });
  });
  app.use(observe(options));
  const doors = doorsOf(options);
  app.use(straight(doors.filter(({ path }) => !path.includes(':'))));
  app.use(router(doors.filter(({ path }) => path.includes(':'))).routes());
  app.use(unmatched);
  return app;
}

function observe(options: AppOptions): Middleware<Seen> {
  const { clock, random, log, metrics } = options;
  const send = replier(options);
  return async (ctx, next) => {
    const begun = clock.now();
    metrics.requestBegan();
    const id = random.id();
    ctx.state = { id, route: 'unmatched', by: null, reply: unanswered };
    ctx.respond = false;
    try {
      refuseNoPath(ctx);
      await next();
    } catch (err) {
      ctx.state.reply = refusal(options, id, err);
    }
    const { route, by, reply } = ctx.state;
    const { method, writable } = ctx;
    const status = writable ? reply.status : clientGone;
    if (writable) send(ctx.res, id, reply);
    const ms = clock.now() - begun;
    metrics.requestEnded({ method, route, status, seconds: ms / 1000 });
    log.debug('request', { id, method, route, status, ms, by });
  };
}

function refusal({ log, metrics }: AppOptions, id: string, err: unknown): Reply {
  if (!(err instanceof AppError || err instanceof HttpRefusal)) log.error('bug', { errorId: id, err });
  const { headers, body } = problemOf(err, id);
  const rejection = rejections[body.code];
  if (rejection !== undefined) metrics.requestRejected(rejection);
  return { status: body.status, headers, body: JSON.stringify(body), type: 'application/problem+json' };
}

/** Node's old URL parser, which Koa asks for the path, throws at targets such as "http://[". */
function refuseNoPath(ctx: { readonly path: string }): void {
  try {
    void ctx.path;
  } catch (cause) {
    throw new AppError('not_found', 'the request names no path', { remedy: 'See GET /.', cause });
  }
}

/** Routes whose path has no parameter, most requests among them, by a look-up: a router tries one pattern after the other. */
function straight(doors: readonly Door[]): Middleware<Seen> {
  const byTarget = new Map(
    doors.map(({ method, path, open }) => [`${method} ${path}`, open] satisfies [string, unknown]),
  );
  return (ctx, next) => {
    const open = byTarget.get(`${ctx.method === 'HEAD' ? 'GET' : ctx.method} ${ctx.path}`);
    return open === undefined ? next() : open(ctx);
  };
}

function router(doors: readonly Door[]): Router<Seen> {
  const router = new Router<Seen>({ strict: true, sensitive: true });
  for (const { method, path, open } of doors) router.register(path, [method], (ctx) => open(ctx, ctx.params));
  return router;
}

interface Door extends Pick<Route, 'method' | 'path'> {
  readonly open: (
    ctx: ParameterizedContext<Seen>,
    params?: Readonly<Record<string, string>>,
  ) => Promise<void>;
}

function doorsOf(options: AppOptions): Door[] {
  const admit = createGate(options);
  return routes.map((route) => ({
    method: route.method,
    path: route.path,
    open: async (ctx, params) => {
      ctx.state.route = route.path;
      const caller = { ...admit(route.access, ctx.req), request: ctx.state.id };
      ctx.state.by = caller.name;
      const sends = route.method === 'POST' || route.method === 'PUT';
      const sent = sends
        ? await readBody(ctx.req, { limit: route.limit ?? defaultLimit, read: route.read })
        : {};
      const body = route.shape?.(sent) ?? sent;
      const input = withQuery(params === undefined ? body : withPath(body, params), ctx.query);
      const { req: request, res: response } = ctx;
      const answer = await route.answer({ desk: options, input, caller, request, response });
      ctx.state.reply = replyOf(isKnown(ctx, answer) ? { ...answer, status: 304 } : answer);
    },
  }));
}

/** Whether the client has it already. Without an ETag of ours nothing is asked for anew. */
function isKnown(ctx: ParameterizedContext<Seen>, { headers }: Answer): boolean {
  const tag = headers?.['ETag'];
  if (tag === undefined) return false;
  ctx.status = 200;
  ctx.set('ETag', tag);
  return ctx.fresh;
}

const unmatched: Middleware<Seen> = async (ctx) => {
  const door = doorOf(ctx.path);
  if (door === null) throw new AppError('not_found', 'no such route', { remedy: 'See GET /.' });
  ctx.state.route = door.path;
  const allow = { Allow: door.methods.join(', ') };
  if (ctx.method !== 'OPTIONS') {
    throw new HttpRefusal('method_not_allowed', `${ctx.method} is not allowed here`, allow);
  }
  ctx.state.reply = replyOf({ status: 204, headers: allow, value: null });
};

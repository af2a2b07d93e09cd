// This API as one OpenAPI 3.1 document, made of the table of routes and of the schemas behind it.
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Route } from '../route.ts';
import { answers, partial, running, type Told, texts } from './answers.ts';
import { bodies } from './examples/requests.ts';
import { problem, problemExample, problemType } from './problem.ts';
import { begun, codeNames, codes, needed, refusalsOf } from './refusals.ts';
import { askedOf } from './requests.ts';
import { tagOf, tags } from './tags.ts';

export interface DocumentOptions {
  readonly version: string;
  /** Reads and predictions need no token here. */
  readonly openReads: boolean;
  /** /metrics asks for a token. */
  readonly guardedMetrics: boolean;
}

const about = [
  'Whatever the bot can do, a script can do. The same operations answer here and in Discord, with the same checks of their input and the same refusals.',
  'A parameter of a POST or PUT may stand in its body or in the query, not differently in both. Unknown keys are refused. Times are milliseconds since 1970 (UTC).',
  'Tokens are sent as `Authorization: Bearer TOKEN`. What a route asks of a token is told at the route: one of read, predict, operate, admin.',
].join('\n\n');

/** The document of these routes, as JSON. */
export function documentOf(routes: readonly Route[], options: DocumentOptions): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = templateOf(route.path);
    const method = route.method.toLowerCase();
    paths[path] = { ...paths[path], [method]: operationOf(route, options) };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: { title: 'Vigie', version: options.version, description: about },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token with the scope the route asks for.' },
      },
      examples: examplesOf(Object.fromEntries(codeNames.map((code) => [code, problemExample(code)]))),
      headers: {
        Location: { description: 'Path of the job.', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
        RequestId: { description: 'Names the request in the log.', schema: { type: 'string' } },
      },
    },
  };
  return createDocument(document, { override: ({ jsonSchema }) => withoutBounds(jsonSchema) });
}

/** Where whole numbers end in JavaScript says nothing about what they mean. */
function withoutBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

const keyOf = ({ method, path }: Route) => `${method} ${path}`;
const templateOf = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** "GET /watches/:watch/checks" -> "getWatchesWatchChecks" */
function idOf({ method, path }: Route): string {
  const words = path.split(/\W+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function operationOf(route: Route, options: DocumentOptions): ZodOpenApiOperationObject {
  const { path, query, header, body, bodyRequired } = askedOf(route);
  const examples = examplesOf(bodies[keyOf(route)] ?? {});
  return {
    operationId: idOf(route),
    tags: [tagOf(route.path)],
    summary: route.about,
    security: securityOf(route, options),
    requestParams: { path, query, header },
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: bodyRequired,
            content: { 'application/json': { schema: body, examples } },
          },
        }),
    responses: responsesOf(route),
  };
}

const examplesOf = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

function securityOf({ access, operation }: Route, options: DocumentOptions): Record<string, string[]>[] {
  const scope = operation === null ? 'read' : needed[operation]?.scope;
  const token = { token: scope === undefined ? [] : [scope] };
  if (access === 'open' || (access === 'metrics' && !options.guardedMetrics)) return [];
  return access === 'read' && options.openReads ? [{}, token] : [token];
}

const later = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {
    '200': { description: 'Done.', headers, content: contentOf(route) },
  };
  if (begun.has(route.operation))
    responses['202'] = {
      description: 'It goes on: ask for the job that `Location` names.',
      headers: { ...headers, Location: { $ref: '#/components/headers/Location' } },
      content: jsonOf(running),
    };
  for (const [status, named] of refusalsOf(route)) {
    const examples = Object.fromEntries(
      named.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
    );
    const description = named.map((code) => `\`${code}\`: ${codes[code].remedy}`).join(' ');
    responses[`${status}` as '400'] = {
      description,
      headers: named.some((code) => code === 'rate_limited' || code === 'overloaded')
        ? { ...headers, ...later }
        : headers,
      content: { [problemType]: { schema: problem, examples } },
    };
  }
  if (keyOf(route) === 'GET /health/ready')
    responses['503'] = { description: 'Not now.', headers, content: contentOf(route) };
  return responses;
}

const jsonOf = ({ schema, example }: Told) => ({
  'application/json': { schema, examples: examplesOf({ example }) },
});

function contentOf(route: Route) {
  const key = keyOf(route);
  const told = toldOf(route, key);
  return {
    ...(told === undefined ? {} : jsonOf(told)),
    ...Object.fromEntries(
      Object.entries(texts[key] ?? {}).map(([type, example]) => [
        type,
        { schema: { type: 'string' as const }, examples: examplesOf({ example }) },
      ]),
    ),
  };
}

function toldOf({ operation }: Route, key: string): Told | undefined {
  const known: Readonly<Record<string, Told>> = answers;
  return partial[key] ?? (operation === null ? undefined : known[operation]);
}

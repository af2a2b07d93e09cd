// The OpenAPI document: that it is one, that it is whole, and that its examples are what it says.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { documentOf } from '../../../api/docs/document.ts';
import { exactly } from '../../../api/docs/exactly.ts';
import { withPath } from '../../../api/input.ts';
import { routes } from '../../../api/routes.ts';
import { type Document, exampleIn, operationsOf, validatorOf } from './reading.ts';

const options = { version: '1.2.3', openReads: true, guardedMetrics: false };
const read = (changes: Partial<typeof options> = {}) =>
  JSON.parse(JSON.stringify(documentOf(routes, { ...options, ...changes }))) as Document;
const document = read();
const operations = operationsOf(document);

describe('the OpenAPI document', () => {
  it('tells of every route of the table, and of no other', () => {
    const told = operations.map(({ method, path }) => `${method} ${path}`);
    const there = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(told.toSorted()).toEqual(there.toSorted());
  });

  it('gives every operation an id of its own, a heading and a summary', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    const headings = document.tags.map(({ name }) => name);
    for (const { operation } of operations) {
      expect(headings).toContain(operation.tags[0]);
      expect(operation.summary).not.toBe('');
    }
  });

  it('describes every parameter, and declares each part of a path', () => {
    for (const { path, operation } of operations) {
      const parameters = operation.parameters ?? [];
      for (const { description, schema } of parameters) {
        expect(description ?? schema['description']).toBeTruthy();
      }
      const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
      expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  it('says number of the parameters alone that are read as numbers', () => {
    for (const { path, operation } of operations)
      for (const { name, schema } of operation.parameters ?? []) {
        const isNumber = ['integer', 'number'].includes(String(schema['type']));
        const read = withPath({}, { [name]: '1' })[name];
        expect(read, `${path} ${name}`).toBe(isNumber ? 1 : '1');
      }
  });

  it('has an example for every body that is sent and every answer', () => {
    for (const { method, path, operation } of operations) {
      const contents = [
        operation.requestBody?.content,
        ...Object.values(operation.responses).map((one) => one.content),
      ];
      for (const content of contents)
        for (const [type, { examples }] of Object.entries(content ?? {}))
          expect(Object.keys(examples ?? {}), `${method} ${path} ${type}`).not.toEqual([]);
    }
  });

  it('has no example that its schema would refuse', () => {
    const validate = validatorOf(document);
    for (const { pointer, value, schema } of examplesIn(operations))
      expect([pointer, validate(schema, value)]).toEqual([pointer, []]);
  });

  it('says for each route what a token must hold', () => {
    const of = (method: string, path: string, from = operations) =>
      from.find((each) => each.method === method && each.path === path)?.operation.security;
    expect(of('GET', '/status')).toEqual([{}, { token: ['read'] }]);
    expect(of('POST', '/predict')).toEqual([{}, { token: ['predict'] }]);
    expect(of('POST', '/retrain')).toEqual([{ token: ['operate'] }]);
    expect(of('PUT', '/config/{setting}')).toEqual([{ token: ['admin'] }]);
    expect(of('GET', '/health/live')).toEqual([]);
    expect(of('GET', '/metrics')).toEqual([]);
    expect(of('GET', '/openapi.json')).toEqual([{}, { token: ['read'] }]);
    const guarded = operationsOf(read({ openReads: false, guardedMetrics: true }));
    expect(of('GET', '/status', guarded)).toEqual([{ token: ['read'] }]);
    expect(of('GET', '/metrics', guarded)).toEqual([{ token: ['read'] }]);
  });

  it('names no limit that only says where numbers end in JavaScript', () => {
    expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it('is a document of OpenAPI 3.1 whose schemas compile in the dialect of 2020-12', () => {
    expect(document.openapi).toBe('3.1.0');
    const validate = validatorOf(document);
    for (const name of Object.keys(document.components.schemas))
      expect(() => validate({ $ref: `#/components/schemas/${name}` }, null), name).not.toThrow();
  });

  it('is no part of the start: nothing of it is imported before somebody asks', () => {
    const early = ['routes', 'app', 'server', 'route', 'answers', 'input', 'errors', 'auth', 'body'];
    for (const name of early) {
      const source = readFileSync(`api/${name}.ts`, 'utf8');
      expect(source, name).not.toMatch(/^import (?!type).*from '\.\/docs\//m);
    }
  });
});

describe('a written schema', () => {
  interface Told {
    readonly name: string;
    readonly note?: string;
  }

  it('is refused by the compiler where it says more, less or other than its type', () => {
    const note = z.exactOptional(z.string());
    const whole = exactly<Told>()(z.strictObject({ name: z.string(), note }));
    expect(whole.parse({ name: 'a' })).toEqual({ name: 'a' });
    // @ts-expect-error: the note, which may be there, is forgotten
    exactly<Told>()(z.strictObject({ name: z.string() }));
    // @ts-expect-error: there is no age
    exactly<Told>()(z.strictObject({ name: z.string(), note, age: z.number() }));
    // @ts-expect-error: the name is never null
    exactly<Told>()(z.strictObject({ name: z.string().nullable(), note }));
    // @ts-expect-error: the note may be left out
    exactly<Told>()(z.strictObject({ name: z.string(), note: z.string() }));
  });
});

function* examplesIn(all: typeof operations) {
  for (const { method, path, operation } of all) {
    const parts = [
      ['request', operation.requestBody?.content] as const,
      ...Object.entries(operation.responses).map(([status, { content }]) => [status, content] as const),
    ];
    for (const [part, content] of parts)
      for (const { schema, examples } of Object.values(content ?? {}))
        for (const [name, example] of Object.entries(examples ?? {}))
          yield {
            pointer: `${method} ${path} ${part} ${name}`,
            schema,
            value: exampleIn(document, example),
          };
  }
}

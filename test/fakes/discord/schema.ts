// Bodies against the schemas of Discord's own OpenAPI, and against keys that those do not have. Pure.
import type { MessageCreateRequestSchema } from 'discord-api-spec/zod';

export type Schema = typeof MessageCreateRequestSchema;

/** Keys that discord.js always adds and Discord ignores. */
const additions = /^(data\.)?(tts|enforce_nonce)$/;

/** The schemas drop keys they do not know: what is missing from their result is a key Discord does not have. */
export function conforms(schema: Schema, body: unknown): string[] {
  const result = schema.safeParse(body);
  if (result.success) return unknownKeys(body, result.data, '');
  return result.error.issues.map(
    ({ path, message, code }) => `${path.map(String).join('.')}: ${code} ${message}`,
  );
}

function unknownKeys(sent: unknown, known: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  const kept = new Map<string, unknown>(Object.entries(object(known)));
  return Object.entries(sent).flatMap(([key, value]) => {
    if (kept.has(key) || value === undefined) return unknownKeys(value, kept.get(key), `${path}${key}.`);
    return additions.test(`${path}${key}`) ? [] : [`${path}${key}: unknown key`];
  });
}

export function object<T extends object = Record<never, never>>(value: unknown): Partial<T> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

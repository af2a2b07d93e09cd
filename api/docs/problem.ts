// What a refusal looks like, whatever refuses.
import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import { type Code, codeNames, codes } from './refusals.ts';
import { fault } from './report.ts';
import { text } from './words.ts';

export const problemType = 'application/problem+json';

export const problem = z
  .strictObject({
    type: z.literal('about:blank'),
    title: text('The name of the status.'),
    status: z.int().min(400).max(599).meta({ description: 'The HTTP status once more.' }),
    detail: text('What happened.'),
    code: z.enum(codeNames).meta({ description: 'Stays the same; the words around it may change.' }),
    remedy: text('What to do about it.'),
    faults: z.array(fault).meta({ description: 'Where several things are wrong: all of them.' }),
    requestId: z.exactOptional(text('For the log; with status 500 and over.')),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });

/** What the examples say happened. */
const details: Readonly<Partial<Record<Code, string>>> = {
  invalid_input: 'watch: there are several; name one of demo, shop',
  malformed_body: 'the body must be a JSON object, not an array',
  unauthorized: 'this route needs a token',
  unknown_watch: 'There is no watch "shoop".',
  no_champion: 'Watch "shop" has no champion yet.',
  champion_exists: 'Watch "shop" has a champion already.',
  too_large: 'the body is larger than 65536 bytes',
  unsupported_media_type: 'compressed bodies are refused',
};

export function problemExample(code: Code): unknown {
  const { status, remedy } = codes[code];
  const title = STATUS_CODES[status] ?? 'Error';
  const told = {
    type: 'about:blank',
    title,
    status,
    detail: details[code] ?? title,
    code,
    remedy,
    faults: [],
  };
  return status >= 500 ? { ...told, requestId: 'c0ffee42' } : told;
}

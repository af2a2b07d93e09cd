// The page a person reads the API on: Swagger UI, served from here, with nothing fetched from elsewhere.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../core/errors.ts';
import type { Answer } from '../route.ts';
import { html, script } from './page-text.ts';

interface Served {
  readonly type: string;
  readonly read: () => Promise<Buffer>;
}

const packed = (type: string, url: string): Served => ({ type, read: () => readFile(fileURLToPath(url)) });
const ours = (type: string, text: string): Served => ({ type, read: async () => Buffer.from(text) });

const page = ours('text/html; charset=utf-8', html);
const javascript = 'text/javascript; charset=utf-8';

/** All there is: a name that is not here is not looked for anywhere. */
const files: ReadonlyMap<string, Served> = new Map([
  ['init.js', ours(javascript, script)],
  ['swagger-ui-bundle.js', packed(javascript, import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'))],
  [
    'swagger-ui.css',
    packed('text/css; charset=utf-8', import.meta.resolve('swagger-ui-dist/swagger-ui.css')),
  ],
  ['favicon-32x32.png', packed('image/png', import.meta.resolve('swagger-ui-dist/favicon-32x32.png'))],
]);

export const fileNames = [...files.keys()];

/** Scripts and styles of ours alone, images also from within the style sheet, questions to this server alone. */
const policy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"],
  ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

/** The page itself without a name. @throws AppError `not_found` for a name that is not listed */
export async function pageAnswer(name?: string): Promise<Answer> {
  const found = name === undefined ? page : files.get(name);
  if (found === undefined)
    throw new AppError('not_found', 'the page has no such file', { remedy: 'See GET /docs.' });
  const value = await found.read();
  return { value, type: found.type, headers: { ...kept(value), 'Content-Security-Policy': policy } };
}

/** Asked for anew each time, sent only when it is another one. */
export function kept(value: Buffer | string): Readonly<Record<string, string>> {
  const digest = createHash('sha256').update(value).digest('base64url').slice(0, 22);
  return { ETag: `"${digest}"`, 'Cache-Control': 'private, no-cache' };
}

// The least a /predict can be: node:http, a check by hand, a dot product over typed arrays. Argument: file of a plain model.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readPlainModel } from './plain-model.ts';

const [, , path = ''] = process.argv;
const { names, classes, weights, intercept } = await readPlainModel(path);
const [no = '', yes = ''] = classes;
const weightsOf = Float64Array.from(weights);
const known = new Set(names);

/** Row-major; null when a value is missing, of another type, or not asked for. */
function valuesOf(rows: readonly Readonly<Record<string, unknown>>[]): Float64Array | null {
  const values = new Float64Array(rows.length * names.length);
  let at = 0;
  for (const row of rows) {
    for (const name in row) if (!known.has(name)) return null;
    for (const name of names) {
      const value = row[name];
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      values[at++] = value;
    }
  }
  return values;
}

function answersTo(values: Float64Array): unknown[] {
  const answers: unknown[] = [];
  for (let at = 0; at < values.length; at += weightsOf.length) {
    let sum = intercept;
    for (let i = 0; i < weightsOf.length; i++) sum += (weightsOf[i] as number) * (values[at + i] as number);
    const share = 1 / (1 + Math.exp(-sum));
    const probabilities = { [no]: 1 - share, [yes]: share };
    answers.push({ label: share > 0.5 ? yes : no, probabilities });
  }
  return answers;
}

function answer(text: string): { readonly status: number; readonly value: unknown } {
  const { rows } = JSON.parse(text) as { rows?: unknown };
  const values = Array.isArray(rows) ? valuesOf(rows) : null;
  return values === null
    ? { status: 422, value: { error: 'invalid_input' } }
    : { status: 200, value: { predictions: answersTo(values) } };
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { status, value } = answer(Buffer.concat(chunks).toString());
    const text = JSON.stringify(value);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    response.writeHead(status, headers).end(text);
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});

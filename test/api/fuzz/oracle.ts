// What every answer must be, whatever was asked: what the document says of it.
import { type Document, validatorOf } from '../docs/reading.ts';
import type { Asked } from './requests.ts';

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The scopes each token holds, by its name; a name that is not there is of a token nobody knows. */
export type Scopes = Readonly<Record<string, readonly string[]>>;

/** What is wrong with an answer; null = nothing. */
export function oracleOf(
  document: Document,
  scopes: Scopes,
): (asked: Asked, answered: Answered) => string | null {
  const validate = validatorOf(document);
  const undescribed = ({ op }: Asked, { status, type, body }: Answered): string | null => {
    const told = op.operation.responses[status];
    if (told === undefined) return `answered ${status} (${codeIn(body)}), which is not documented`;
    const essence = type.split(';')[0] ?? '';
    const media = told.content?.[essence];
    if (media === undefined) return `answered ${status} as ${essence}, which is not documented`;
    const faults = /[/+]json$/.test(essence) ? validate(media.schema, JSON.parse(body)) : [];
    return faults.length > 0 ? `answered ${status} with what the schema refuses: ${faults.join(', ')}` : null;
  };
  return (asked, answered) =>
    failure(answered) ??
    undescribed(asked, answered) ??
    bypass(asked, answered.status, scopes) ??
    refusedRight(asked, answered.status, scopes);
}

function failure({ status, body }: Answered): string | null {
  return status >= 500 ? `failed with ${status}: ${body.slice(0, 300)}` : null;
}

const codeIn = (body: string) => /"code":"(\w+)"/.exec(body)?.[1] ?? null;

/** null: may not ask at all; else whether the token holds what is needed. */
function allowed({ op, token }: Asked, scopes: Scopes): boolean | null {
  const { security } = op.operation;
  if (security.length === 0) return true;
  if (token === null) return security.some((one) => Object.keys(one).length === 0) ? true : null;
  const held = scopes[token];
  if (held === undefined) return null;
  return security.some((one) => one['token']?.every((scope) => held.includes(scope)) ?? false);
}

function bypass(asked: Asked, status: number, scopes: Scopes): string | null {
  const may = allowed(asked, scopes);
  // Only /metrics without a token of its own looks at none.
  if (may === null && status !== 401 && asked.op.path !== '/metrics')
    return `let a stranger in with ${status}`;
  if (may === false && status < 400) return `let a token without the scope in with ${status}`;
  return may !== null && status === 401 ? 'refused a token that is known' : null;
}

function refusedRight(asked: Asked, status: number, scopes: Scopes): string | null {
  if (!asked.right || allowed(asked, scopes) !== true) return null;
  return [400, 403, 413, 415].includes(status) ? `refused with ${status} what the document allows` : null;
}

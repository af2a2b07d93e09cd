// What a REST route of the fake Discord is.
import type { Upload } from './attachments.ts';
import { type Reply, refusal } from './faults.ts';
import { bodyOf, type Sent } from './messages.ts';
import type { FakeState } from './state.ts';
import type { Check } from './validation.ts';

export interface Request {
  readonly method: string;
  /** Below /api/v10, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
  readonly files: readonly Upload[];
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Needs the bot's token in the header; the others carry a token in the path. */
  readonly bot: boolean;
  readonly check?: Check;
  /** `ids` are the parts of the path that vary. */
  serve(state: FakeState, request: Request, ids: readonly string[]): Reply;
}

export const sent = ({ body, files }: Request): Sent => ({ body: bodyOf(body), files });

/** A request whose form Discord refuses: no good client sends one. */
export function breach(state: FakeState, { method, path }: Request, faults: readonly string[]): Reply {
  state.violations.push(...faults.map((fault) => `${method} ${path}: ${fault}`));
  return refusal(400, 50035, `Invalid Form Body\n${faults.join('\n')}`);
}

// The inside of the thread that reads CSV files together with the event loop: a stretch comes, what is in it goes.
import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { stepBack } from '../../compute/priority.ts';
import { bytesOf, createDesk, type Desk, pack, type Sent, type Stretch } from './stretch.ts';

/** What the columns of the next stretches are, one kind a column; or a stretch of an open file. */
export type Order =
  | { readonly kinds: Uint8Array }
  | { readonly file: number; readonly stretch: Stretch; readonly parcel: SharedArrayBuffer };

/** One to each order, in turn. `sent`: null when the stretch was not found. */
export interface Reply {
  readonly sent: Sent | null;
}

stepBack();
let desk: Desk | null = null;

parentPort?.on('message', (order: Order) => {
  parentPort?.postMessage('kinds' in order ? prepare(order.kinds) : found(order));
});

function prepare(kinds: Uint8Array): Reply {
  if (desk?.columns !== kinds.length) desk = createDesk(kinds.length);
  desk.kinds.set(kinds);
  return { sent: null };
}

function found({ file, stretch, parcel }: Exclude<Order, { kinds: Uint8Array }>): Reply {
  if (desk === null) throw new TypeError('a stretch came before the kinds of its columns');
  const { position, length } = bytesOf(stretch);
  const filled = readSync(file, desk.text, 0, length, position);
  const records = desk.find(stretch, filled);
  return { sent: records === null ? null : pack(records, desk, parcel) };
}

// Bodies of POST /predict that are rows of numbers, read straight from their bytes: no text, no object a row.
// Only the plain form is read here; all else, faults among it, is left to JSON.parse and what follows it.
import { kernelsFor } from '../core/kernels/kernels.ts';
import { ahead, mostRows, type NumberRows } from '../core/ops/predict-input.ts';
import { layoutOf, plain, type RowLayout, space } from './row-layout.ts';

type NumberBody = { readonly watch?: string; readonly rows: NumberRows };

const watchMember = `"watch"${space}:${space}"(${plain})"${space}`;
const headForm = new RegExp(
  `^${space}\\{${space}(?:${watchMember},${space})?"rows"${space}:${space}\\[${space}$`,
);
const tailForm = new RegExp(`^${space}(?:,${space}${watchMember})?\\}${space}$`);
/** Bytes before the list, and behind it. */
const mostBeside = 500;
const [openRow, closeRow, closeList, comma] = [0x7b, 0x7d, 0x5d, 0x2c];

/**
 * What reads {"rows": [{name: number, ...}, ...]} of up to `limit` bytes, with "watch" or without, whose rows name the same
 * features in the same order and spelling; null for any other body. It remembers how the last rows were laid out.
 */
export function numberRowsReader(limit: number): (body: Buffer) => NumberBody | null {
  const rows = rowReader(limit);
  let layout: RowLayout | null = null;
  const numbersFrom = (body: Buffer, first: number) => {
    rows.load(body);
    const found = layout && rows.read(first, layout);
    if (found !== null) return found;
    layout = layoutOf(body.toString('latin1', first, body.indexOf(closeRow, first) + 1));
    return layout && rows.read(first, layout);
  };
  return (body) => {
    const first = body.indexOf(openRow, body.indexOf(openRow) + 1);
    const head = beside(headForm, body.subarray(0, first));
    const found = head && numbersFrom(body, first);
    const tail = found && beside(tailForm, body.subarray(found.end));
    if (!found || !head || !tail) return null;
    const [watch, ...others] = [...head, ...tail];
    if (others.length > 0) return null;
    return watch === undefined ? { rows: found.rows } : { watch, rows: found.rows };
  };
}

/** The watches that are named in what is beside the list; null where there is anything else. */
function beside(form: RegExp, part: Buffer): string[] | null {
  const found = part.length > mostBeside ? null : form.exec(part.toString('latin1'));
  return found === null ? null : found.slice(1).filter((name) => name !== undefined);
}

/** Bytes of the kernel's plan of a layout. */
const mostPlan = 65_536;
const scanBytes = 32;
/** Bytes before and behind a body that the kernel looks at, whatever they are. */
const margin = 32;

interface Found {
  readonly rows: NumberRows;
  readonly end: number;
}

function rowReader(limit: number) {
  // A number and what stands around it are four bytes at least, and a row has two more.
  const { memory, room, readRow } = kernelsFor(mostPlan + scanBytes + limit + 2 * margin + 4 * limit);
  const text = room + mostPlan + scanBytes + margin;
  const values = (text + limit + margin + 7) & ~7;
  const bytes = Buffer.from(memory);
  let planned: RowLayout | null = null;
  const plan = (layout: RowLayout): boolean => {
    if (layout === planned) return true;
    const size = layout.pieces.reduce((sum, { length }) => sum + 4 + length, 8);
    if (size > mostPlan) return false;
    let at = bytes.writeInt32LE(layout.names.length, room);
    at = bytes.writeInt32LE(room + mostPlan, at);
    for (const piece of layout.pieces) {
      at = bytes.writeInt32LE(piece.length, at);
      at += bytes.write(piece, at, 'latin1');
    }
    planned = layout;
    return true;
  };
  const spaceEnd = (start: number): number => {
    let at = start;
    while (isSpace(bytes[at] as number)) at++;
    return at;
  };
  return {
    load(body: Buffer): void {
      bytes.set(body, text);
      // No row goes on behind it.
      bytes[text + body.length] = 0;
    },
    /** All rows from a place of the body on, and the place behind their list; null where one is laid out another way. */
    read(first: number, layout: RowLayout): Found | null {
      if (!plan(layout)) return null;
      const { names } = layout;
      const stride = ahead + names.length;
      let at = text + first;
      for (let row = 1; row <= mostRows; row++) {
        at = readRow(room, at, values + 8 * (stride * (row - 1) + ahead));
        if (at === 0) return null;
        at = spaceEnd(at);
        const code = bytes[at++];
        if (code === closeList) {
          const numbers = new Float64Array(memory, values, row * stride).slice();
          return { rows: { names, numbers }, end: at - text };
        }
        if (code !== comma) return null;
        at = spaceEnd(at);
      }
      return null;
    },
  };
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

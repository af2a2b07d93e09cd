// A bounded list of faults: the first ones in full, the rest as a number. Pure.
import type { Fault } from '../errors.ts';

/** More would not be read by anybody, and a broken column has one a row. */
const shown = 20;

export interface FaultList {
  /** Counts a fault; `make` runs only while there is room for it. */
  add(make: () => Fault): void;
  readonly count: number;
  /** At most 20 faults, then one that says how many more there were. */
  list(): Fault[];
}

export function createFaults(): FaultList {
  const faults: Fault[] = [];
  let count = 0;
  return {
    add(make) {
      count += 1;
      if (faults.length < shown) faults.push(make());
    },
    get count() {
      return count;
    },
    list() {
      if (count <= shown) return [...faults];
      return [...faults, { path: 'others', message: `${count - shown} more faults of this kind` }];
    },
  };
}

/** A cell as it is shown in a fault: quoted, and cut where it is long. */
export function quoted(text: string): string {
  return text.length <= 40 ? `'${text}'` : `'${text.slice(0, 40)}...'`;
}

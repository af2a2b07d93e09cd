// Memory for the numbers of rows on their way to the store, used again once they are written. An array a request, kept for
// the tenth of a second of a write, is old by the collector's count, and their bytes call for one full collection after the
// other. And what lies side by side already goes into a document without another copy.

/** A copy of somebody's numbers. */
export interface Kept {
  readonly numbers: Float64Array;
  /** They are not needed any more: others may be written over them. To be called once. */
  release(): void;
}

/** Numbers of a page: a megabyte. */
const pageLength = 2 ** 17;
/** Pages kept for later ones: what half a second of the fastest load fills. */
const mostFree = 16;

interface Page {
  readonly numbers: Float64Array;
  /** Numbers in use, from the first on. */
  used: number;
  /** Copies that are needed still. */
  held: number;
}

/** Keeps copies, one behind the other while there is room in a page; what is larger than a page gets its own place. */
export function rowPages(): (numbers: Float64Array) => Kept {
  const free: Page[] = [];
  const fresh = (): Page => free.pop() ?? { numbers: new Float64Array(pageLength), used: 0, held: 0 };
  let open: Page | null = null;
  const release = (page: Page) => {
    page.held -= 1;
    if (page.held > 0) return;
    page.used = 0;
    if (page !== open && free.length < mostFree) free.push(page);
  };
  return (numbers) => {
    if (numbers.length > pageLength) return { numbers: numbers.slice(), release: () => {} };
    if (open === null || open.used + numbers.length > pageLength) open = fresh();
    const page = open;
    const kept = page.numbers.subarray(page.used, page.used + numbers.length);
    kept.set(numbers);
    page.used += numbers.length;
    page.held += 1;
    return { numbers: kept, release: () => release(page) };
  };
}

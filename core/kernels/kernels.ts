// The inner loops that JavaScript leaves time on, compiled from source/ (AssemblyScript), with a memory to work in. Pure.
// What is computed must be in that memory: who calls copies in and out, or has the kernels fill their own columns.
import { compiled } from './compiled.ts';

/** Addresses are bytes from the beginning of `memory`. What a kernel does is said in source/. */
interface Exports {
  readonly free: () => number;
  readonly keepFinite: (values: number, size: number) => number;
  readonly sort: (values: number, size: number, spare: number, counters: number) => number;
  readonly scoreRows: (rows: number, count: number, width: number, weights: number, scores: number) => void;
  readonly addRows: (rows: number, count: number, width: number, factors: number, total: number) => void;
  readonly addOuterProducts: (
    rows: number,
    count: number,
    width: number,
    factors: number,
    matrix: number,
  ) => void;
  readonly passOverTwo: (
    rows: number,
    count: number,
    width: number,
    targets: number,
    weights: number,
    gradient: number,
    scores: number,
  ) => number;
  readonly readRecords: (plan: number, end: number) => number;
  readonly readRow: (plan: number, start: number, into: number) => number;
}

export interface Kernels extends Omit<Exports, 'free'> {
  readonly memory: ArrayBuffer;
  /** The address of the first byte of the room that was asked for; a multiple of 16. */
  readonly room: number;
}

/** What Node's own types leave out. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Memory: new (size: {
    initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): void };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const page = 65_536;
/** Its first bytes hold the kernels' tables. */
const compiledModule = new WebAssembly.Module(Buffer.from(compiled, 'base64'));

/** Kernels with `bytes` of memory to work in, all zero. The memory goes when the last view of it does. */
export function kernelsFor(bytes: number): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { free, ...kernels } = new WebAssembly.Instance(compiledModule, { env: { memory } })
    .exports as Exports;
  const room = (free() + 15) & ~15;
  const pages = Math.ceil((room + bytes) / page);
  if (pages > 1) memory.grow(pages - 1);
  return { ...kernels, memory: memory.buffer, room };
}

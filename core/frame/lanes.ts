// One column of a snapshot: its numbers one after the other, little-endian, each as wide as the widest needs. Pure.

/** Bytes a value, by type. */
export const widths = { i8: 1, i16: 2, i32: 4, f32: 4, f64: 8 } as const;

export type Width = keyof typeof widths;

/** The narrowest type that loses nothing; NaN takes the lowest integer of it, so whole numbers use all but that one. */
export function narrowest(values: Float64Array): Width {
  let [whole, single, most] = [true, true, 0];
  // Indexed: iterating typed arrays costs four times as much on Node 20.
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    whole &&= Number.isInteger(value) && !Object.is(value, -0);
    single &&= Math.fround(value) === value;
    most = Math.max(most, Math.abs(value));
  }
  if (whole && most < 2 ** 7) return 'i8';
  if (whole && most < 2 ** 15) return 'i16';
  if (single) return 'f32';
  return whole && most < 2 ** 31 ? 'i32' : 'f64';
}

interface Lane {
  readonly at: number;
  readonly width: Width;
  /** What a missing value is in the frame: NaN for numbers, -1 for codes. */
  readonly absent: number;
}

export function writeLane(
  view: DataView,
  { at, width, absent }: Lane,
  values: Float64Array | Int32Array,
): void {
  const step = widths[width];
  const nothing = Number.isNaN(absent) ? -(2 ** (8 * step - 1)) : absent;
  for (let row = 0; row < values.length; row++) {
    const given = values[row] ?? absent;
    // A NaN carries bits of its own, which may differ from one computation to the next: one of them stands for all.
    const value = Number.isNaN(given) ? Number.NaN : given;
    const place = at + row * step;
    if (width === 'f64') view.setFloat64(place, value, true);
    else if (width === 'f32') view.setFloat32(place, value, true);
    else setInteger(view, place, step, Number.isNaN(value) ? nothing : value);
  }
}

function setInteger(view: DataView, place: number, step: number, value: number): void {
  if (step === 1) view.setInt8(place, value);
  else if (step === 2) view.setInt16(place, value, true);
  else view.setInt32(place, value, true);
}

export function readCodes(
  view: DataView,
  { at, width }: Pick<Lane, 'at' | 'width'>,
  rows: number,
): Int32Array {
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) codes[row] = getNumber(view, at + row * widths[width], width);
  return codes;
}

export function readNumbers(
  view: DataView,
  { at, width }: Pick<Lane, 'at' | 'width'>,
  rows: number,
): Float64Array {
  const nothing = width.startsWith('i') ? -(2 ** (8 * widths[width] - 1)) : Number.NaN;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = getNumber(view, at + row * widths[width], width);
    values[row] = value === nothing ? Number.NaN : value;
  }
  return values;
}

function getNumber(view: DataView, place: number, width: Width): number {
  if (width === 'f64') return view.getFloat64(place, true);
  if (width === 'f32') return view.getFloat32(place, true);
  if (width === 'i8') return view.getInt8(place);
  return width === 'i16' ? view.getInt16(place, true) : view.getInt32(place, true);
}

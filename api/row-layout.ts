// How the rows of a body are laid out: their names, and what stands around their numbers. Pure.

/** The rows of one program all have the same. */
export interface RowLayout {
  readonly names: readonly string[];
  /** What stands before each number, and behind the last. */
  readonly pieces: readonly string[];
}

/** JSON between two quotes that means itself, and white space of JSON. */
export const [plain, space] = ['[ !#-\\[\\]-~]*', '[ \\t\\n\\r]*'];
const nameForm = new RegExp(`${space}([{,])${space}"(${plain})"${space}:${space}`, 'y');
const numberForm = /-?\d[\d.eE+-]*/y;
const endForm = new RegExp(`${space}\\}`, 'y');

/** The layout of the row that a text begins with; null where that is no object of numbers under plain names. */
export function layoutOf(row: string): RowLayout | null {
  const names: string[] = [];
  const pieces: string[] = [];
  let at = 0;
  const next = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at;
    const found = form.exec(row);
    if (found !== null) at = form.lastIndex;
    return found;
  };
  for (let found = next(nameForm); found !== null; found = next(nameForm)) {
    const [piece, before, name = ''] = found;
    if ((before === '{') !== (names.length === 0) || next(numberForm) === null) return null;
    names.push(name);
    pieces.push(piece);
  }
  const [last] = next(endForm) ?? [];
  const isTwice = new Set(names).size < names.length;
  if (last === undefined || names.length === 0 || isTwice || names.includes('__proto__')) return null;
  return { names, pieces: [...pieces, last] };
}

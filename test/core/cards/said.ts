// Facts of the fixtures with other texts where people, models and data gave one: names of watches, columns and classes,
// reasons, notes.

/** What the fixtures let people and data say; no name of a phase, a kind or a verdict holds one of them. */
const watches = /\b(demo|shop)\b/g;
const typed =
  /\b(ada|bob|patrol|vigie|x1|x2|x3|safer|region|basket_value|age|tenure_months|visits|north|yes)\b/g;

interface Texts {
  readonly watch: string;
  /** Everything else: taken in turn. */
  readonly typed: readonly string[];
  /** Lists of things are made at least this long; null = as they are. */
  readonly atLeast?: number;
}

/** The facts with these texts instead, also where they are keys. */
export const sayingInstead = ({ watch, typed: texts, atLeast = 0 }: Texts) => {
  let turn = 0;
  const next = () => texts[turn++ % texts.length] ?? '';
  const instead = (text: string) => text.replace(watches, () => watch).replace(typed, next);
  return <T>(facts: T): T => changed(facts, { instead, atLeast }) as T;
};

interface Change {
  readonly instead: (text: string) => string;
  readonly atLeast: number;
}

function changed(value: unknown, change: Change): unknown {
  if (typeof value === 'string') return change.instead(value);
  if (Array.isArray(value)) return repeated(value, change.atLeast).map((one) => changed(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [change.instead(key), changed(held, change)]),
  );
}

function repeated(list: readonly unknown[], atLeast: number): readonly unknown[] {
  const things = list.length > 0 && list.every((one) => typeof one === 'object' && one !== null);
  if (!things) return list;
  return Array.from({ length: Math.max(list.length, atLeast) }, (_, at) => list[at % list.length]);
}

// Reading what a server sent without trusting it. Pure.

/** JSON, or undefined where the text is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** The value the path of keys leads to; undefined where it leads nowhere. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) here = Reflect.get(objectOf(here) ?? {}, key);
  return here;
}

/** The text the path leads to; undefined where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = at(value, ...path);
  return typeof text === 'string' ? text : undefined;
}

/** The list under the key; empty where there is none, since MLflow leaves empty lists out. */
export function listAt(value: unknown, key: string): unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

export function tagsOf(entity: unknown): Map<string, string> {
  return new Map(listAt(entity, 'tags').map((tag) => [textAt(tag, 'key') ?? '', textAt(tag, 'value') ?? '']));
}

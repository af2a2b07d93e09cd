// Names of what a model takes and gives: distinct, and those of features as people know them. Pure.

/** `name`, or the first of `name_2`, `name_3`... that is not taken; it is taken from now on. */
export function distinct(name: string, taken: Set<string>): string {
  let free = name;
  for (let next = 2; taken.has(free); next++) free = `${name}_${next}`;
  taken.add(free);
  return free;
}

/** A feature's own name, since the columns of a data frame are found by it. ONNX reads an empty one as "not given". */
export function inputName(feature: string, taken: Set<string>): string {
  const whole = feature.replace(/\p{Cs}/gu, '\uFFFD');
  return distinct(whole === '' ? '_' : whole, taken);
}

/**
 * One output a class: `probability` is that of the second of two; of more classes each has its `probability_<class>`, with
 * `_` for all but letters of any script, digits and `_ . -`.
 */
export function probabilityNames(classes: readonly string[], taken: Set<string>): Map<number, string> {
  if (classes.length === 2) return new Map([[1, distinct('probability', taken)]]);
  return new Map(
    classes.map((name, code) => {
      const valid = name.replace(/[^\p{L}\p{N}_.-]/gu, '_');
      return [code, distinct(`probability_${valid}`, taken)];
    }),
  );
}

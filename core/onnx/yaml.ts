// Block YAML for people, quoted so that no text can be read as anything else. Pure. Source: YAML 1.2, sections 7.3 and 8.2.

export type Yaml = string | number | boolean | null | YamlList | YamlMap;
type YamlList = readonly Yaml[];
/** Keys are made of letters, digits, `_` and `.`. */
interface YamlMap {
  readonly [key: string]: Yaml;
}

/** The document; lists and maps in it have at least one entry. */
export function yamlOf(document: YamlMap): string {
  return `${linesOf(document).join('\n')}\n`;
}

function linesOf(value: YamlList | YamlMap): string[] {
  if (isList(value)) return value.flatMap((item) => behind('- ', nested(item)));
  return Object.entries(value).flatMap(([key, item]) =>
    isNested(item) ? [`${key}:`, ...behind('  ', linesOf(item))] : [`${key}: ${scalar(item)}`],
  );
}

function nested(value: Yaml): string[] {
  return isNested(value) ? linesOf(value) : [scalar(value)];
}

/** `first` before the first line, as many blanks before the others. */
function behind(first: string, lines: readonly string[]): string[] {
  return lines.map((line, at) => (at === 0 ? first : ' '.repeat(first.length)) + line);
}

function isList(value: YamlList | YamlMap): value is YamlList {
  return Array.isArray(value);
}

function isNested(value: Yaml): value is YamlList | YamlMap {
  return typeof value === 'object' && value !== null;
}

/** Within single quotes everything printable stands for itself; all else is told by its number. */
function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const text = value.replace(/\p{Cs}/gu, '\uFFFD');
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, escaped);
}

/** Characters beyond the first 65,536 whole: a pair of surrogates would be read as two halves. */
function escaped(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\U${number.padStart(8, '0')}` : `\\u${number.padStart(4, '0')}`;
}

// What a PromQL expression asks for. Pure. No parser: promtool parses every expression in CI, this only collects names.

const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const selector = /\{([^}]*)\}/g;
const words = new Set(['and', 'or', 'unless', 'bool', 'offset', 'atan2']);

/** The names of the series an expression reads, each once, in the order of their first use. */
export function seriesIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(grouping, '')
    .replace(selector, '')
    .replace(/\[[^\]]*\]/g, '');
  const names = bare.match(/\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g) ?? [];
  return [...new Set(names.filter((name) => !words.has(name)))];
}

/** The label names an expression selects or groups by, each once. */
export function labelsIn(expr: string): string[] {
  const bare = expr.replace(/"[^"]*"/g, '""');
  const grouped = [...bare.matchAll(grouping)].flatMap(([, list = '']) => list.split(','));
  const selected = [...bare.matchAll(selector)].flatMap(([, list = '']) =>
    list.split(',').map((matcher) => matcher.replace(/[=!].*$/, '')),
  );
  const names = [...grouped, ...selected].map((name) => name.trim()).filter((name) => name !== '');
  return [...new Set(names)];
}

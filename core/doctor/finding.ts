// What one check came to, and how a person reads it. Pure.

export interface Finding {
  /** What was looked at. */
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'FAIL';
  /** What was found. */
  readonly says: string;
  /** What to do, and which setting it is about; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const fine = (check: string, says: string): Finding => ({ check, level: 'ok', says, remedy: null });

export const doubtful = (check: string, says: string, remedy: string): Finding => ({
  ...{ check, level: 'warn', says, remedy },
});

export const wrong = (check: string, says: string, remedy: string): Finding => ({
  ...{ check, level: 'FAIL', says, remedy },
});

/** An expected failure, which brings its own words. */
export const failure = (check: string, { message, remedy }: { message: string; remedy: string }): Finding =>
  wrong(check, message, remedy);

/** A line a finding, and one that counts them. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, level, says, remedy }) => {
    const whole = remedy === null ? says : `${says} -> ${remedy}`;
    return `${level.padEnd(5)}${check.padEnd(11)}${whole.replace(/\s*\n\s*/g, ' ')}`;
  });
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  const failed = count('FAIL');
  const verdict = `${count('ok')} ok, ${count('warn')} to look at, ${failed} failed`;
  return [...lines, verdict, ''].join('\n');
}

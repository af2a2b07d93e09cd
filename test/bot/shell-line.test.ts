import { describe, expect, it } from 'vitest';
import { argsOf } from '../../bot/commands/args.ts';
import type { Args, Command } from '../../bot/commands/command.ts';
import { commands } from '../../bot/commands/index.ts';
import { complete } from '../../bot/shell-completion.ts';
import { tokensOf, tokensOfArgv } from '../../bot/shell-line.ts';
import { AppError } from '../../core/errors.ts';
import { opsDouble } from './ops-double.ts';

function named(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new TypeError(`no command ${name}`);
  return found;
}

const parse = (line: string): Args => {
  const [head, ...rest] = tokensOf(line);
  return argsOf(named(head?.text.replace(/^\//, '') ?? ''), rest);
};

describe('a typed line', () => {
  it.each<[string, Args]>([
    ['status', {}],
    ['/retrain watch:demo reason:"weekly check"', { watch: 'demo', reason: 'weekly check' }],
    ['retrain demo', { watch: 'demo' }],
    ['retrain demo "weekly check"', { watch: 'demo', reason: 'weekly check' }],
    ['  retrain   demo   reason:weekly  ', { watch: 'demo', reason: 'weekly' }],
    ['retrain reason:weekly demo', { watch: 'demo', reason: 'weekly' }],
    ['retrain watch: demo', { watch: 'demo' }],
    ['retrain Watch:demo', { watch: 'demo' }],
    ['retrain demo \'he said "now"\'', { watch: 'demo', reason: 'he said "now"' }],
    ['retrain demo "she said \\"go\\""', { watch: 'demo', reason: 'she said "go"' }],
    ["retrain demo reason:it's", { watch: 'demo', reason: "it's" }],
    ['retrain demo reason:"never closed', { watch: 'demo', reason: 'never closed' }],
    ['retrain demo reason:""', { watch: 'demo', reason: '' }],
    ['retrain demo "http://x/y"', { watch: 'demo', reason: 'http://x/y' }],
    ['train demo force:yes', { watch: 'demo', force: true }],
    ['train force:off', { force: false }],
    ['simulate concept 1.5', { scenario: 'concept', strength: 1.5 }],
    ['drift run:now', { run: 'now' }],
    ['label p-1 yes demo', { id: 'p-1', label: 'yes', watch: 'demo' }],
    ['label watch:demo p-1 label:"not yes"', { id: 'p-1', label: 'not yes', watch: 'demo' }],
    ['predict age=42, income=3', { features: 'age=42, income=3' }],
    ['predict age=42, income=3 demo', { features: 'age=42, income=3', watch: 'demo' }],
    ['predict features:age=42,income=3 watch:demo', { features: 'age=42,income=3', watch: 'demo' }],
    ['predict home="New York, NY", age=3', { features: 'home="New York, NY", age=3' }],
    ['predict "age=1, income=2" demo', { features: 'age=1, income=2', watch: 'demo' }],
  ])('reads %s', (line, args) => {
    expect(parse(line)).toEqual(args);
  });

  it.each([
    ['rollback demo weekly check', '"check" is one word too many'],
    ['retrain wach:demo', 'there is no option "wach"; did you mean "watch"?'],
    ['retrain http://x', 'there is no option "http"'],
    // A bare word takes the first free option, so a later name for it is a second value.
    ['retrain demo watch:churn', '"watch" is given twice'],
    ['retrain watch:demo watch:churn', '"watch" is given twice'],
    ['label p-1', '"label" is missing (What really came)'],
    ['simulate sideways', '"scenario" is one of none, covariate, concept'],
    ['simulate concept strong', '"strength" is a number'],
    ['simulate concept strength:', '"strength" is a number'],
    ['train force:maybe', '"force" is true or false'],
    ['retrain --reason weekly', 'options are written name:value, not --reason'],
  ])('refuses %s and says how it is written', (line, complaint) => {
    expect(() => parse(line)).toThrow(complaint);
    try {
      parse(line);
    } catch (cause) {
      expect(cause).toBeInstanceOf(AppError);
      expect(cause).toMatchObject({ code: 'invalid_input', remedy: expect.stringContaining(`Written: /`) });
    }
  });

  it('takes arguments that another shell has split', () => {
    const read = (...argv: string[]) => argsOf(named('retrain'), tokensOfArgv(argv));
    expect(read('watch:demo', 'reason:weekly check')).toEqual({ watch: 'demo', reason: 'weekly check' });
    expect(read('demo', 'weekly check')).toEqual({ watch: 'demo', reason: 'weekly check' });
  });
});

describe('completion', () => {
  const candidates = async (line: string) => complete(line, commands, opsDouble().ops);

  it.each<[string, string[], string]>([
    ['', [...new Set(commands.map(({ name }) => `${name.split(' ')[0]} `))], ''],
    ['re', ['retrain ', 'reject '], 're'],
    ['/r', ['/retrain ', '/reject ', '/rollback '], '/r'],
    ['retrain wa', ['watch:'], 'wa'],
    ['retrain watch:', ['watch:churn', 'watch:demo'], 'watch:'],
    ['retrain watch:d', ['watch:demo'], 'watch:d'],
    ['retrain de', ['demo'], 'de'],
    ['retrain ', ['watch:', 'reason:', 'dry_run:', 'force:', 'churn', 'demo'], ''],
    ['retrain demo ', ['reason:', 'dry_run:', 'force:'], ''],
    ['drift demo run:', ['run:now'], 'run:'],
    ['simulate c', ['covariate', 'concept'], 'c'],
    ['train force:', ['force:true', 'force:false'], 'force:'],
    ['help ret', ['retrain'], 'ret'],
    ['predict age=4, in', ['age=4, income=1200'], 'age=4, in'],
    ['predict features:age=4, in', ['features:age=4, income=1200'], 'features:age=4, in'],
    [
      'predict age=4, home',
      ['age=4, home town="Rome, IT"'].map((text) => `"${text.replaceAll('"', '\\"')}"`),
      'age=4, home',
    ],
    ['nonsense x', [], 'x'],
    ['retrain nonsense:x', [], 'nonsense:x'],
  ])('continues %j', async (line, expected, replaced) => {
    const [found, part] = await candidates(line);
    expect(found).toEqual(expected);
    expect(part).toBe(replaced);
  });

  it('offers values that the line reads back as themselves', async () => {
    const [found] = await candidates('predict ');
    const rows = found.filter((each) => each.includes('='));
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(Object.keys(parse(`predict ${row}`))).toEqual(['features']);
    expect(parse(`predict ${rows.at(-1)}`)).toEqual({
      features: 'age=38.1, income=1200, zip=01234, home town="Rome, IT"',
    });
  });

  it('offers nothing when the offer fails', async () => {
    const failing = async (): Promise<never> => {
      throw new AppError('no_champion', 'demo has no model yet');
    };
    const { ops } = opsDouble({ featuresOf: failing });
    expect(await complete('predict a', commands, ops)).toEqual([[], 'predict a']);
  });
});

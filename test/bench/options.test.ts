// The bench's command line, and what it says to a slip of the finger.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { parseOptions, usage } from './options.ts';

const command = {
  name: 'bench',
  about: 'Measures.',
  subjects: [
    { name: 'drift', about: 'five statistics' },
    { name: 'training', about: 'solvers' },
    { name: 'csv', about: 'a file' },
  ],
  peers: ['requirements.txt'],
  quick: 'less',
  full: 'more',
};
const parse = (...argv: string[]) => parseOptions(argv, command);

describe('the options of the bench', () => {
  it('run everything at the usual depth without any', () => {
    expect(parse()).toEqual({
      quick: false,
      full: false,
      only: ['drift', 'training', 'csv'],
      json: null,
      markdown: null,
      install: false,
      strict: false,
      help: false,
    });
  });

  it('choose subjects, in the order of the table, and files', () => {
    const options = parse('--only', 'csv, drift', '--json', 'a.json', '--markdown=a.md', '--quick');
    expect(options).toMatchObject({
      only: ['drift', 'csv'],
      json: 'a.json',
      markdown: 'a.md',
      quick: true,
    });
  });

  it.each([
    [
      ['--only', 'drfit'],
      'no subject "drfit"',
      'Did you mean drift? Name one or more of drift,training,csv.',
    ],
    [['--only', ''], 'no subject ""', 'Name one or more of drift,training,csv.'],
    [['--quik'], "'--quik'", 'See npm run bench -- --help.'],
    [['drift'], "'drift'", 'See npm run bench -- --help.'],
    [['--json'], '--json', 'See npm run bench -- --help.'],
    [['--json', ''], '--json needs the name of a file', 'Write --json FILE.'],
    [['--quick', '--full'], 'contradict', 'Give one of them, or neither.'],
  ])('refuse %j and say what to do', (argv, message, remedy) => {
    const refused = () => parse(...argv);
    expect(refused).toThrow(AppError);
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_input', remedy }));
    expect(refused).toThrow(message);
  });

  it('explain themselves with every subject', () => {
    const text = usage(command);
    expect(text).toContain('  drift      five statistics\n  training   solvers\n  csv        a file\n');
    for (const flag of [
      '--only',
      '--quick',
      '--full',
      '--install',
      '--markdown',
      '--json',
      '--strict',
      '--help',
    ])
      expect(text).toContain(flag);
  });

  it('know no peers to install for a command that has none', () => {
    const alone = { ...command, name: 'bench:drift', peers: [] };
    expect(usage(alone)).not.toContain('--install');
    expect(() => parseOptions(['--install'], alone)).toThrow('npm run bench:drift has no peers to install');
    expect(parseOptions([], alone).install).toBe(false);
  });
});

// Options of a command as a person's Discord sends them: only what the deployed command lets it send. Pure.
import type { FakeCommand, FakeOption, FakeState } from './state.ts';

export type Values = Readonly<Record<string, string | number | boolean>>;

interface GivenOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly GivenOption[];
}

/** A command and the options it was given, the subcommand around them. */
export interface Call {
  readonly command: FakeCommand | null;
  readonly name: string;
  readonly options: readonly GivenOption[];
}

/** Kinds of option whose value is text. */
const texts = [3, 6, 7, 8, 9];
const integer = 4;
const number = 10;

/**
 * `line` is a command's name, or its name and its subcommand's: "alerts snooze". `typed` is the option somebody is
 * typing into.
 * @throws Error when Discord would not let a person send this
 */
export function callOf(
  state: FakeState,
  line: string,
  { values, typed }: { values: Values; typed?: { option: string; text: string } },
): Call {
  const [name = '', ...path] = line.split(' ');
  const command = commandNamed(state, name);
  let known: readonly FakeOption[] | null = command === null ? null : (command.options ?? []);
  const steps = path.map((step) => {
    const found: FakeOption | undefined = known?.find((option) => option.name === step);
    if (known !== null && (found === undefined || found.type > 2))
      throw new Error(`Discord knows no /${line}`);
    known = found?.options ?? (known === null ? null : []);
    return { name: step, type: found?.type ?? 1 };
  });
  if (typed === undefined) refuseMissing(line, known, values);
  const given = Object.entries(values).map(([option, value]) => givenOption(line, known, [option, value]));
  const focused = typed === undefined ? [] : [focusedOption(line, known, typed)];
  const options = steps.reduceRight<readonly GivenOption[]>(
    (inner, step) => [{ ...step, options: inner }],
    [...given, ...focused],
  );
  return { command, name, options };
}

function refuseMissing(line: string, known: readonly FakeOption[] | null, values: Values): void {
  if (known?.some(({ type }) => type <= 2)) throw new Error(`Discord would ask which subcommand of /${line}`);
  const missing = known?.find(({ required, name }) => required === true && !(name in values));
  if (missing !== undefined) throw new Error(`Discord would ask for ${missing.name} of /${line}`);
}

function givenOption(
  line: string,
  known: readonly FakeOption[] | null,
  [name, value]: readonly [string, string | number | boolean],
): GivenOption {
  const option = optionNamed(line, known, name);
  if (option === null) return { name, type: plainType(value), value };
  if (!takes(option, value))
    throw new Error(`Discord would not take ${String(value)} for ${name} of /${line}`);
  return { name, type: option.type, value };
}

function focusedOption(
  line: string,
  known: readonly FakeOption[] | null,
  { option: name, text }: { option: string; text: string },
): GivenOption {
  const option = optionNamed(line, known, name);
  if (option !== null && option.autocomplete !== true)
    throw new Error(`Discord asks nobody to complete ${name} of /${line}`);
  return { name, type: option?.type ?? 3, value: text, focused: true };
}

function takes(option: FakeOption, value: string | number | boolean): boolean {
  const { type, choices = [], min_value: least, max_value: most } = option;
  const plain = plainType(value);
  const fits = texts.includes(type) ? plain === 3 : type === plain || (type === number && plain === integer);
  const chosen = choices.length === 0 || choices.some((choice) => choice.value === value);
  const inside = typeof value !== 'number' || (value >= (least ?? value) && value <= (most ?? value));
  return fits && chosen && inside;
}

function plainType(value: string | number | boolean): number {
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 5;
  return Number.isInteger(value) ? integer : number;
}

/** Null while nothing is deployed. */
export function commandNamed(state: FakeState, name: string): FakeCommand | null {
  const all = [...state.commands.values()].flat();
  if (all.length === 0) return null;
  const found = all.find((command) => command.name === name);
  if (found === undefined) throw new Error(`Discord knows no /${name}`);
  return found;
}

function optionNamed(line: string, known: readonly FakeOption[] | null, name: string): FakeOption | null {
  if (known === null) return null;
  const found = known.find((option) => option.name === name);
  if (found === undefined) throw new Error(`Discord knows no option ${name} of /${line}`);
  return found;
}

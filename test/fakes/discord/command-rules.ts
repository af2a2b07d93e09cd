// What Discord refuses of a table of commands. Pure.
import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { conforms, list, object } from './schema.ts';

interface Named {
  readonly type: unknown;
  readonly name: unknown;
  readonly description: unknown;
  readonly name_localizations: unknown;
  readonly description_localizations: unknown;
  readonly options: unknown;
  readonly choices: unknown;
  readonly value: unknown;
  readonly required: unknown;
  readonly autocomplete: unknown;
  readonly default_member_permissions: unknown;
}
type Loose = Partial<Named>;

/** Discord: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and lower case wherever a letter has one. */
const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const slash = 1;
const subcommand = 1;
const group = 2;
const most = { 1: 100, 2: 15, 3: 15 } as const;

export function commandTable(body: unknown): string[] {
  const commands = list(body).map((one) => object<Named>(one));
  const keys = commands.map((command) => `${command.type ?? slash} ${String(command.name)}`);
  return [
    ...(Array.isArray(body) ? [] : ['commands: not a list']),
    ...Object.entries(most)
      .filter(([type, limit]) => keys.filter((key) => key.startsWith(`${type} `)).length > limit)
      .map(([, limit]) => `commands: more than ${limit}`),
    ...(new Set(keys).size < keys.length ? ['commands: a name twice'] : []),
    ...commands.flatMap((command) => {
      // The OpenAPI says integer, the API and every library say string.
      const { default_member_permissions: bits, ...rest } = command;
      const specified = { ...rest, default_member_permissions: Number(bits) };
      const asSpecified = typeof bits === 'string' ? specified : command;
      return [...conforms(ApplicationCommandUpdateRequestSchema, asSpecified), ...commandRules(command)];
    }),
  ];
}

function commandRules(command: Loose): string[] {
  const name = String(command.name);
  const typed = (command.type ?? slash) === slash;
  const size = characters(command);
  return [
    ...(typed ? nameRules(name, command) : []),
    ...(typed || String(command.description ?? '') === '' ? [] : [`${name}: a menu has no description`]),
    ...optionRules(name, command),
    ...(size > 8000 ? [`${name}: ${size} characters, more than 8000`] : []),
  ];
}

function nameRules(place: string, { name, name_localizations: others, description }: Loose): string[] {
  const names = [name, ...Object.values(object(others))].map(String);
  const bad = names.filter((text) => !commandName.test(text) || text !== text.toLowerCase());
  return [
    ...bad.map((text) => `${place}: "${text}" is no name for a command or an option`),
    ...(String(description ?? '') === '' ? [`${place}: no description`] : []),
  ];
}

function optionRules(place: string, command: Loose): string[] {
  const options = list(command.options).map((one) => object<Named>(one));
  const names = options.map((option) => String(option.name));
  const firstOptional = options.findIndex(({ required }) => required !== true);
  const lastRequired = options.findLastIndex(({ required }) => required === true);
  const nested = options.filter(({ type }) => type === subcommand || type === group);
  return [
    ...(new Set(names).size < names.length ? [`${place}: an option twice`] : []),
    ...(firstOptional !== -1 && firstOptional < lastRequired
      ? [`${place}: required options come first`]
      : []),
    ...(nested.length > 0 && nested.length < options.length
      ? [`${place}: subcommands and options side by side`]
      : []),
    ...options.flatMap((option) => nameRules(`${place}.${String(option.name)}`, option)),
    ...options.flatMap((option) => choiceRules(`${place}.${String(option.name)}`, option)),
    ...nested.flatMap((option) => optionRules(`${place}.${String(option.name)}`, option)),
  ];
}

function choiceRules(place: string, { autocomplete, choices }: Loose): string[] {
  const all = list(choices).map((one) => object<Named>(one));
  const names = all.map(({ name }) => String(name));
  return [
    ...(autocomplete === true && all.length > 0 ? [`${place}: choices and autocomplete`] : []),
    ...(new Set(names).size < names.length ? [`${place}: a choice twice`] : []),
  ];
}

/** Of everything that has a name, with the longest localisation of each text. */
function characters(one: Loose): number {
  const longest = (text: unknown, others: unknown) =>
    Math.max(...[text ?? '', ...Object.values(object(others))].map((word) => String(word).length));
  const own =
    longest(one.name, one.name_localizations) +
    longest(one.description, one.description_localizations) +
    (typeof one.value === 'string' ? one.value.length : 0);
  return [...list(one.options), ...list(one.choices)]
    .map((inner) => characters(object<Named>(inner)))
    .reduce((sum, count) => sum + count, own);
}

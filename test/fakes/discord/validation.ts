// What Discord refuses: the schemas of its own OpenAPI, and the rules its documentation adds to them. Pure.
import * as spec from 'discord-api-spec/zod';

/** Returns what is wrong with a request body; nothing = Discord takes it. */
export type Check = (body: unknown) => string[];

type Schema = typeof spec.MessageCreateRequestSchema;
/** Bodies as they came: any key may be missing or hold anything. */
interface Loose {
  readonly type?: unknown;
  readonly data?: unknown;
  readonly content?: unknown;
  readonly embeds?: unknown;
  readonly title?: unknown;
  readonly footer?: unknown;
  readonly author?: unknown;
  readonly text?: unknown;
  readonly fields?: unknown;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly description?: unknown;
  readonly options?: unknown;
  readonly choices?: unknown;
  readonly required?: unknown;
  readonly autocomplete?: unknown;
  readonly default_member_permissions?: unknown;
}

/** Discord: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and lower case wherever a letter has one. */
const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

export const newMessage: Check = (body) => [
  ...conforms(spec.MessageCreateRequestSchema, body),
  ...messageRules(body),
  ...(saysNothing(body) ? ['message: empty'] : []),
];

export const messageEdit: Check = (body) => [
  ...conforms(spec.MessageEditRequestPartialSchema, body),
  ...messageRules(body),
];

export const webhookMessage: Check = (body) => [
  ...conforms(spec.IncomingWebhookRequestPartialSchema, body),
  ...messageRules(body),
  ...(saysNothing(body) ? ['message: empty'] : []),
];

export const webhookEdit: Check = (body) => [
  ...conforms(spec.IncomingWebhookUpdateRequestPartialSchema, body),
  ...messageRules(body),
];

export const callback: Check = (body) => {
  const { type, data } = object(body);
  if (type === 8) return conforms(spec.ApplicationCommandAutocompleteCallbackRequestSchema, body);
  const faults = conforms(spec.CreateMessageInteractionCallbackRequestSchema, body);
  return type === 4 ? [...faults, ...messageRules(data)] : faults;
};

export const commandTable: Check = (body) => {
  const commands = list(body).map(object);
  const names = commands.map(({ name }) => name);
  return [
    ...(Array.isArray(body) ? [] : ['commands: not a list']),
    ...(commands.length > 100 ? ['commands: more than 100'] : []),
    ...(new Set(names).size < names.length ? ['commands: a name twice'] : []),
    ...commands.flatMap((command) => {
      // The OpenAPI says integer, the API and every library say string.
      const { default_member_permissions: bits, ...rest } = command;
      const asSpecified =
        typeof bits === 'string' ? { ...rest, default_member_permissions: Number(bits) } : command;
      return [...conforms(spec.ApplicationCommandUpdateRequestSchema, asSpecified), ...commandRules(command)];
    }),
  ];
};

/** The schemas drop keys they do not know: what is missing from their result is a key Discord does not have. */
function conforms(schema: Schema, body: unknown): string[] {
  const result = schema.safeParse(body);
  if (result.success) return unknownKeys(body, result.data, '');
  return result.error.issues.map(
    ({ path, message, code }) => `${path.map(String).join('.')}: ${code} ${message}`,
  );
}

function unknownKeys(sent: unknown, known: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  const kept = new Map<string, unknown>(Object.entries(object(known)));
  return Object.entries(sent).flatMap(([key, value]) =>
    kept.has(key) || value === undefined
      ? unknownKeys(value, kept.get(key), `${path}${key}.`)
      : [`${path}${key}: unknown key`],
  );
}

function messageRules(body: unknown): string[] {
  const { content, embeds } = object(body);
  const all = list(embeds).map(object);
  const total = all.reduce((sum, embed) => sum + textOf(embed).join('').length, 0);
  return [
    ...(typeof content === 'string' && content.length > 2000 ? ['content: more than 2000'] : []),
    ...(total > 6000 ? [`embeds: ${total} characters, more than 6000`] : []),
    ...all.flatMap((embed, at) => blanks(embed).map((name) => `embeds.${at}.${name}: required`)),
  ];
}

function textOf(embed: Loose): string[] {
  const fields = list(embed.fields).map(object);
  const parts = [embed.title, embed.description, object(embed.footer).text, object(embed.author).name];
  return [...parts, ...fields.flatMap(({ name, value }) => [name, value])].map((text) =>
    String(text ?? '').trim(),
  );
}

/** Discord trims before it asks whether something is there. */
function blanks(embed: Loose): string[] {
  const blank = (text: unknown) => String(text ?? '').trim() === '';
  const fields = list(embed.fields).map(object);
  return [
    ...fields.flatMap((field, at) =>
      (['name', 'value'] as const).filter((key) => blank(field[key])).map((key) => `${at}.${key}`),
    ),
    ...(embed.footer !== undefined && blank(object(embed.footer).text) ? ['footer.text'] : []),
    ...(textOf(embed).join('') === '' ? ['description'] : []),
  ];
}

function saysNothing(body: unknown): boolean {
  const { content, embeds } = object(body);
  return (content ?? '') === '' && list(embeds).length === 0;
}

function commandRules(command: Loose): string[] {
  const name = String(command.name);
  const options = list(command.options).map(object);
  const names = options.map((option) => String(option.name));
  const firstOptional = options.findIndex(({ required }) => required !== true);
  const lastRequired = options.findLastIndex(({ required }) => required === true);
  const badNames = [name, ...names].filter((text) => !commandName.test(text) || text !== text.toLowerCase());
  return [
    ...badNames.map((text) => `${name}: "${text}" is no name for a command or an option`),
    ...(new Set(names).size < names.length ? [`${name}: an option twice`] : []),
    ...(firstOptional !== -1 && firstOptional < lastRequired ? [`${name}: required options come first`] : []),
    ...(String(command.description ?? '') === '' ? [`${name}: no description`] : []),
    ...(JSON.stringify(wordsOf(command)).length > 8000 ? [`${name}: more than 8000 characters`] : []),
    ...options
      .filter(({ autocomplete, choices }) => autocomplete === true && list(choices).length > 0)
      .map((option) => `${name}.${String(option.name)}: choices and autocomplete`),
  ];
}

function wordsOf(command: Loose): unknown[] {
  const options = list(command.options).map(object);
  return [
    command.name,
    command.description,
    options.map(({ name, description, choices }) => [name, description, choices]),
  ];
}

function object(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

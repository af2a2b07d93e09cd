// What Discord refuses of messages and answers: its own schemas, and the rules its documentation adds. Pure.
import * as spec from 'discord-api-spec/zod';
import {
  type Component,
  componentRules,
  componentsV2,
  flat,
  isInteractive,
  modalRules,
} from './components.ts';
import { conforms, list, object } from './schema.ts';

/** Returns what is wrong with a request body; nothing = Discord takes it. */
export type Check = (body: unknown, files?: readonly { readonly name: string }[]) => string[];

/** Bodies as they came: any key may be missing or hold anything. */
interface Message {
  readonly content: unknown;
  readonly embeds: unknown;
  readonly components: unknown;
  readonly attachments: unknown;
  readonly allowed_mentions: unknown;
  readonly flags: unknown;
  readonly username: unknown;
}
interface Embed {
  readonly title: unknown;
  readonly description: unknown;
  readonly footer: unknown;
  readonly author: unknown;
  readonly text: unknown;
  readonly name: unknown;
  readonly value: unknown;
  readonly fields: unknown;
  readonly image: unknown;
  readonly thumbnail: unknown;
}

const ephemeral = 64;

export const newMessage: Check = (body, files = []) => [
  ...conforms(spec.MessageCreateRequestSchema, body),
  ...messageRules(body),
  ...fileRules(body, files),
  ...(flagsOf(body) & ephemeral ? ['flags: only an answer can be ephemeral'] : []),
  ...(saysNothing(body) && files.length === 0 ? ['message: empty'] : []),
];

export const messageEdit: Check = (body, files = []) => [
  ...conforms(spec.MessageEditRequestPartialSchema, body),
  ...messageRules(body),
  ...fileNames(files),
];

export const webhookMessage: Check = (body, files = []) => [
  ...conforms(spec.IncomingWebhookRequestPartialSchema, body),
  ...messageRules(body),
  ...fileRules(body, files),
  ...(/discord|clyde/i.test(String(object<Message>(body).username ?? '')) ? ['username: not allowed'] : []),
  ...(saysNothing(body) && files.length === 0 ? ['message: empty'] : []),
];

export const webhookEdit: Check = (body, files = []) => [
  ...conforms(spec.IncomingWebhookUpdateRequestPartialSchema, body),
  ...messageRules(body),
  ...fileNames(files),
];

export const newThread: Check = (body) => {
  // discord.js adds the type, which Discord ignores.
  const { type: _, ...rest } = object<{ type: unknown }>(body);
  return conforms(spec.CreateTextThreadWithMessageRequestSchema, rest);
};

export const threadEdit: Check = (body) => conforms(spec.UpdateThreadRequestPartialSchema, body);

export const callback: Check = (body, files = []) => {
  const { type, data } = object<{ type: unknown; data: unknown }>(body);
  if (type === 8) return conforms(spec.ApplicationCommandAutocompleteCallbackRequestSchema, body);
  if (type === 9) {
    const { components } = object<Message>(data);
    return [
      ...conforms(spec.ModalInteractionCallbackRequestSchema, body),
      ...modalRules(componentsIn(components)),
    ];
  }
  const schema =
    type === 6 || type === 7
      ? spec.UpdateMessageInteractionCallbackRequestSchema
      : spec.CreateMessageInteractionCallbackRequestSchema;
  const faults = conforms(schema, body);
  if (type === 4) {
    const empty = saysNothing(data) && files.length === 0 ? ['message: empty'] : [];
    return [...faults, ...messageRules(data), ...fileRules(data, files), ...empty];
  }
  return type === 7 ? [...faults, ...messageRules(data), ...fileNames(files)] : faults;
};

/** A webhook that no application owns posts nothing that somebody would have to answer for. */
export function plainWebhook(body: unknown): string[] {
  const interactive = flat(componentsIn(object<Message>(body).components)).some(isInteractive);
  return interactive ? ['components: a webhook of no application may not be interactive'] : [];
}

function messageRules(body: unknown): string[] {
  const { content, embeds, components, allowed_mentions: allowed } = object<Message>(body);
  const all = list(embeds).map((one) => object<Embed>(one));
  const total = all.reduce((sum, embed) => sum + textOf(embed).join('').length, 0);
  const v2 = (flagsOf(body) & componentsV2) !== 0;
  return [
    ...(typeof content === 'string' && content.length > 2000 ? ['content: more than 2000'] : []),
    ...(total > 6000 ? [`embeds: ${total} characters, more than 6000`] : []),
    ...all.flatMap((embed, at) => blanks(embed).map((name) => `embeds.${at}.${name}: required`)),
    ...(v2 && ((content ?? '') !== '' || all.length > 0) ? ['flags: components alone, or content'] : []),
    ...componentRules(componentsIn(components), flagsOf(body)),
    ...mentionRules(allowed),
  ];
}

function mentionRules(allowed: unknown): string[] {
  const { parse, users, roles } = object<{ parse: unknown; users: unknown; roles: unknown }>(allowed);
  const both = (kind: string, ids: unknown) => list(parse).includes(kind) && list(ids).length > 0;
  return [
    ...(both('users', users) ? ['allowed_mentions: all users, or these'] : []),
    ...(both('roles', roles) ? ['allowed_mentions: all roles, or these'] : []),
  ];
}

/** Of a new message every image it shows has to come with it. */
function fileRules(body: unknown, files: readonly { readonly name: string }[]): string[] {
  const embeds = list(object<Message>(body).embeds).map((one) => object<Embed>(one));
  const urls = embeds.flatMap(({ image, thumbnail }) => [image, thumbnail]).map((one) => urlOf(one));
  const missing = urls.filter(
    (url) => url.startsWith('attachment://') && !files.some(({ name }) => url === `attachment://${name}`),
  );
  return [...fileNames(files), ...missing.map((url) => `embeds: nothing is attached for ${url}`)];
}

/** Discord changes other names, and then nothing finds the file. */
function fileNames(files: readonly { readonly name: string }[]): string[] {
  return files
    .filter(({ name }) => !/^[A-Za-z0-9_.-]+$/.test(name))
    .map(({ name }) => `files: Discord would rename "${name}"`);
}

const urlOf = (media: unknown) => String(object<{ url: unknown }>(media).url ?? '');

function flagsOf(body: unknown): number {
  const { flags } = object<Message>(body);
  return typeof flags === 'number' ? flags : 0;
}

/** The schemas check their form; here it is enough that they are objects. */
function componentsIn(components: unknown): Component[] {
  return list(components).map((one) => ({ type: 0, ...object<Component>(one) }));
}

function textOf(embed: Partial<Embed>): string[] {
  const fields = list(embed.fields).map((one) => object<Embed>(one));
  const parts = [
    embed.title,
    embed.description,
    object<Embed>(embed.footer).text,
    object<Embed>(embed.author).name,
  ];
  return [...parts, ...fields.flatMap(({ name, value }) => [name, value])].map((text) =>
    String(text ?? '').trim(),
  );
}

/** Discord trims before it asks whether something is there. */
function blanks(embed: Partial<Embed>): string[] {
  const blank = (text: unknown) => String(text ?? '').trim() === '';
  const fields = list(embed.fields).map((one) => object<Embed>(one));
  const bare = textOf(embed).join('') === '' && embed.image === undefined && embed.thumbnail === undefined;
  return [
    ...fields.flatMap((field, at) =>
      (['name', 'value'] as const).filter((key) => blank(field[key])).map((key) => `${at}.${key}`),
    ),
    ...(embed.footer !== undefined && blank(object<Embed>(embed.footer).text) ? ['footer.text'] : []),
    ...(bare ? ['description'] : []),
  ];
}

function saysNothing(body: unknown): boolean {
  const { content, embeds, components } = object<Message>(body);
  return (content ?? '') === '' && list(embeds).length === 0 && list(components).length === 0;
}

// One message as Discord shows it, with the thread under it. Pure but for reading the state.
import type { APIEmbed } from 'discord.js';
import type { FakeAttachment, FakeInteraction, FakeMessage, FakeState } from '../state.ts';
import { controlsHtml } from './controls.ts';
import { embedHtml, type Pictures } from './embed.ts';
import { escaped, inline, markdown, moment, type Names } from './markdown.ts';

const eye =
  '<svg viewBox="0 0 40 40"><rect width="40" height="40" fill="#5865f2"/><path d="M5 20Q20 5 35 20Q20 35 5 20Z" fill="#fff"/><circle cx="20" cy="20" r="7" fill="#1e1f22"/><circle cx="22.5" cy="17.5" r="2.2" fill="#fff"/></svg>';

export function messageHtml(state: FakeState, message: FakeMessage): string {
  const names = namesOf(state);
  const asked = state.interactions.get(message.interaction ?? '');
  const classes = [
    'message',
    ...(message.hidden ? ['hidden'] : []),
    ...(pingsAnybody(message) ? ['pings'] : []),
  ];
  return `<section class="${classes.join(' ')}" id="m${message.id}">
${asked === undefined ? replyHtml(state, message) : askedHtml(state, asked)}
<div class="avatar">${eye}</div>
<div class="body">
<div class="who"><b>${escaped(message.username ?? 'Vigie')}</b><span class="tag">APP</span><span class="when">${moment(message.at, 'f')}</span></div>
${contentHtml(message, names)}
${message.hidden ? '<div class="only">👁 Only you can see this • <a>Dismiss message</a></div>' : ''}
${threadHtml(state, message)}
</div></section>`;
}

const pingsAnybody = ({ pinged, pingedRoles, pingedEveryone }: FakeMessage) =>
  pinged.length > 0 || pingedRoles.length > 0 || pingedEveryone;

function contentHtml(message: FakeMessage, names: Names): string {
  const pictures = picturesOf(message);
  const shown = message.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  const apart = message.attachments.filter(({ filename }) => !shown.includes(`attachment://${filename}`));
  const edited = message.edits > 0 ? ' <span class="edited">(edited)</span>' : '';
  const text =
    message.content === '' ? '' : `<div class="text">${markdown(message.content, names)}${edited}</div>`;
  const embeds = message.embeds.map((embed: APIEmbed) => embedHtml(embed, names, pictures)).join('');
  const later = text === '' && edited !== '' ? `<div>${edited}</div>` : '';
  return [text, apart.map(fileHtml).join(''), embeds, later, controlsHtml(message.components, names)].join(
    '',
  );
}

function fileHtml(file: FakeAttachment): string {
  if (file.type.startsWith('image/'))
    return `<img class="image" src="${source(file)}" alt="${escaped(file.description ?? '')}">`;
  return `<div class="file">📄 <a>${escaped(file.filename)}</a> <small>${file.bytes.length} bytes</small></div>`;
}

const source = ({ type, bytes }: FakeAttachment) => `data:${type};base64,${bytes.toString('base64')}`;

/** A picture travels inside the page, so that the page can be kept. */
function picturesOf({ attachments }: FakeMessage): Pictures {
  return (url) => {
    const file = attachments.find(({ filename }) => url === `attachment://${filename}`);
    return file === undefined ? null : { src: source(file), alt: file.description ?? '' };
  };
}

/** Who asked for it: the command without its options, or what was used on which card. */
function askedHtml(state: FakeState, { by, label, source, kind }: FakeInteraction): string {
  const name = by.name ?? 'ada';
  const face = `<span class="face" style="background:${colourOf(name)}">${escaped(name.slice(0, 1))}</span>`;
  const card = state.messages.get(source ?? '');
  const [command = label] = label.split(/ \S+:/);
  const what = `<span class="cmd">${escaped(command)}</span>`;
  const on = card === undefined ? '' : ` on ${headlineOf(state, card)}`;
  return `<div class="ref">${face} <b>${escaped(name)}</b> ${kind === 'modal' ? 'sent' : 'used'} ${what}${on}</div>`;
}

const headlineOf = (state: FakeState, { embeds, content }: FakeMessage) =>
  inline(embeds[0]?.title ?? content, namesOf(state));

function replyHtml(state: FakeState, { replyTo }: FakeMessage): string {
  const to = state.messages.get(replyTo ?? '');
  if (to === undefined) return '';
  return `<div class="ref"><b>@${escaped(to.username ?? 'Vigie')}</b> ${headlineOf(state, to)}</div>`;
}

function threadHtml(state: FakeState, { id }: FakeMessage): string {
  const thread = state.channels.get(id);
  if (thread === undefined) return '';
  const inside = [...state.messages.values()].filter(
    (message) => message.channel === id && !state.deleted.has(message.id),
  );
  const names = namesOf(state);
  const list = inside.map((message) => {
    const when = moment(message.at, 't');
    return `<div class="inside"><span class="small">${eye}</span><div class="body"><b>Vigie</b> <span class="when">${when}</span>${contentHtml(message, names)}</div></div>`;
  });
  const count = `${inside.length} Message${inside.length === 1 ? '' : 's'} ›`;
  const asleep = thread.archived ? ' <span class="when">archived</span>' : '';
  return `<div class="thread"><div><b>${escaped(thread.name)}</b> <span class="count">${count}</span>${asleep}</div>${list.join('')}</div>`;
}

function namesOf(state: FakeState): Names {
  const people = new Map([...state.interactions.values()].map(({ user, by }) => [user, by.name ?? 'ada']));
  return { now: state.now(), nameOf: (id) => people.get(id) ?? state.channels.get(id)?.name ?? null };
}

const colours = ['#3ba55c', '#faa61a', '#ed4245', '#eb459e', '#5865f2'];
const colourOf = (name: string) => colours[name.length % colours.length];

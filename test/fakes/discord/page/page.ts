// A channel of the fake Discord as a page that needs nothing but itself. Pure but for reading the state.
import type { FakeChannel, FakeState } from '../state.ts';
import { escaped } from './markdown.ts';
import { messageHtml } from './message.ts';
import { style } from './style.ts';

/** How a page is looked at: `live` loads itself again, `only` shows one message and nothing around it. */
export interface View {
  readonly live: boolean;
  readonly only: string | null;
}

/** Null = there is no such channel. */
export function channelPage(state: FakeState, id: string, { live, only }: View): string | null {
  const channel = state.channels.get(id);
  if (channel === undefined) return null;
  const messages = [...state.messages.values()]
    .filter((message) => message.channel === id && !state.deleted.has(message.id))
    .filter((message) => only === null || message.id === only)
    .map((message) => messageHtml(state, message))
    .join('\n');
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>#${escaped(channel.name)}</title>
${live ? '<meta http-equiv="refresh" content="5">' : ''}<style>${style}</style></head>`;
  if (only !== null) return `${head}<body class="bare">${messages}</body></html>`;
  const nav = `<nav><h1>Models</h1>${channelsHtml(state, channel)}</nav>`;
  return `${head}<body>${nav}<main><header><span>#</span>${escaped(channel.name)}</header>${messages}</main></body></html>`;
}

function channelsHtml(state: FakeState, here: FakeChannel): string {
  const all = [...state.channels.values()].filter(({ deleted }) => !deleted);
  return all
    .filter(({ parent }) => parent === null)
    .flatMap((channel) => [channel, ...all.filter(({ parent }) => parent === channel.id)])
    .map(({ id, name, parent }) => {
      const classes = [...(id === here.id ? ['here'] : []), ...(parent === null ? [] : ['thread-link'])];
      const mark = parent === null ? '# ' : '';
      return `<a class="${classes.join(' ')}" href="/channels/${id}">${mark}${escaped(name)}</a>`;
    })
    .join('');
}

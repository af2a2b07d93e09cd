// What people look at in the fake Discord and no client asks for: pages and files.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileAt } from '../attachments.ts';
import type { FakeState } from '../state.ts';
import { channelPage } from './page.ts';

/**
 * `/` shows the first channel, `/channels/ID` any other or a thread; `?message=ID` that message alone; `?still` does
 * not load itself again. False = it is nothing to look at.
 */
export function look(state: FakeState, { url = '/' }: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const file = fileAt(state, pathname);
  if (file !== null) {
    response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
    return true;
  }
  const id = pathname === '/' ? state.channelId : /^\/channels\/(\d+)$/.exec(pathname)?.[1];
  if (id === undefined) return false;
  const view = { live: !searchParams.has('still'), only: searchParams.get('message') };
  const page = channelPage(state, id, view);
  response.writeHead(page === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page ?? 'There is no such channel.');
  return true;
}

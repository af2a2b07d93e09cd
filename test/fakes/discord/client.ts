// Plain HTTP requests to the fake Discord, as its own tests send them.
import type { FakeDiscord } from './server.ts';

export interface Sent {
  readonly status: number;
  readonly answer: unknown;
}

/** `files` makes the body a form. */
export type Send = (
  method: string,
  path: string,
  body?: object,
  files?: Readonly<Record<string, Buffer>>,
) => Promise<Sent>;

export function clientOf(discord: FakeDiscord): Send {
  return async (method, path, body, files) => {
    const json = body === undefined ? null : JSON.stringify(body);
    const form = files === undefined ? null : formOf(json ?? '{}', files);
    const response = await fetch(`${discord.url}/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${discord.token}`,
        ...(form === null && json !== null ? { 'content-type': 'application/json' } : {}),
      },
      body: form ?? json,
    });
    const text = await response.text();
    return { status: response.status, answer: text === '' ? null : JSON.parse(text) };
  };
}

function formOf(json: string, files: Readonly<Record<string, Buffer>>): FormData {
  const form = new FormData();
  form.set('payload_json', json);
  for (const [at, [name, bytes]] of Object.entries(files).entries())
    form.set(`files[${at}]`, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  return form;
}

/** Where an interaction is answered, and where its answer is edited. */
export function pathsOf(discord: FakeDiscord, { id, token }: { id: string; token: string }) {
  const webhook = `/webhooks/${discord.appId}/${token}`;
  return {
    callback: `/interactions/${id}/${token}/callback`,
    webhook,
    original: `${webhook}/messages/@original`,
  };
}

/** The id of a message in an answer. */
export function idIn({ answer }: Sent): string {
  const { id } = { id: '', ...Object(answer) };
  return String(id);
}

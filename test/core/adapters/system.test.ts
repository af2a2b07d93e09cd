import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  createLogger,
  redactor,
  steppedClock,
  systemClock,
  systemRandom,
} from '../../../core/adapters/system.ts';

const canary = 'CANARYc0ffee-canary_C0FFEE';

/** What a logger with these secrets writes when `use` is done with it. */
function logged(
  use: (log: ReturnType<typeof createLogger>) => void,
  secrets: readonly string[] = [],
): string[] {
  const lines: string[] = [];
  const out = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  use(createLogger({ level: 'info', secrets, out }));
  return lines;
}

describe('the redactor', () => {
  it.each([
    ['a webhook', `POST https://discord.com/api/v10/webhooks/123456/${canary}?wait=true`],
    ['a message of a webhook', `https://discord.com/api/webhooks/123456/${canary}/messages/42`],
    ['an interaction', `https://discord.com/api/v10/interactions/123456/${canary}.${canary}=/callback`],
    ['the answer to an interaction', `https://discord.com/api/v10/webhooks/123456/${canary}.${canary}==`],
    ['a bot token', `{"authorization":"Bot MTIz.${canary}.${canary}"}`],
    ['a bearer token', `authorization: Bearer ${canary}.${canary}==`],
    ['basic credentials', `authorization: Basic ${canary}==`],
    ['a MongoDB address', `mongodb://vigie:${canary}@db1:27017,db2:27017/?replicaSet=rs0`],
    ['a MongoDB service address', `mongodb+srv://vigie:${canary}%40@cluster.example.com`],
    ['an address with a password', `https://vigie:${canary}@mlflow.example.com/api`],
  ])('takes the secret out of %s, configured or not', (_, text) => {
    const clean = redactor([])(text);
    expect(clean).not.toContain(canary);
    expect(clean).toContain('***');
  });

  it('leaves readable where it was and what the rest says', () => {
    expect(redactor([])(`GET https://discord.com/api/webhooks/123456/${canary}/messages/42 failed`)).toBe(
      'GET https://discord.com/api/webhooks/123456/***/messages/42 failed',
    );
    expect(redactor([])(`no answer from mongodb://vigie:${canary}@db:27017/x`)).toBe(
      'no answer from mongodb://***@db:27017/x',
    );
    const plain = 'watch demo: score 0.27 of 0.25, see https://mlflow.example.com/#/runs/1';
    expect(redactor(['another-secret'])(plain)).toBe(plain);
  });

  it('takes out every configured secret, wherever and however often it stands', () => {
    expect(redactor(['s3cret+*', 'second-one'])('a s3cret+* b s3cret+*second-one')).toBe('a *** b ******');
  });

  it('leaves no rest of a secret that begins like another one', () => {
    expect(redactor(['abcdef', 'abcdef-and-more'])('it is abcdef-and-more')).toBe('it is ***');
  });

  it('does not take short or empty words for secrets: they stand in every text', () => {
    expect(redactor(['', 'a', 'demo'])('a demo')).toBe('a demo');
  });
});

describe('the log', () => {
  it('is one JSON line per message with its level, time and facts', () => {
    const [line, ...others] = logged((log) => log.warn('late', { watch: 'demo', seconds: 3 }));
    expect(others).toEqual([]);
    expect(JSON.parse(line ?? '')).toEqual({
      level: 40,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      watch: 'demo',
      seconds: 3,
      msg: 'late',
    });
  });

  it('holds back what is below its level', () => {
    const lines = logged((log) => {
      log.debug('no');
      log.info('yes');
      log.error('yes');
    });
    expect(lines).toHaveLength(2);
  });

  it('shows an error with its stack and cause, and without the secrets in any of its fields', () => {
    const cause = new Error(`connect mongodb://vigie:${canary}@db:27017`);
    const err = Object.assign(new Error(`POST /api/webhooks/123456/${canary} failed`, { cause }), {
      url: `https://discord.com/api/webhooks/123456/${canary}`,
      request: { headers: { authorization: `Bot ${canary}` } },
      requestBody: { token: canary },
      raw: [canary],
    });
    const [line = ''] = logged(
      (log) => log.error('not delivered', { err, note: `mine is ${canary}` }),
      [canary],
    );
    expect(line).not.toContain(canary);
    expect(JSON.parse(line)).toMatchObject({
      msg: 'not delivered',
      err: { type: 'Error', url: 'https://discord.com/api/webhooks/123456/***', stack: expect.any(String) },
      note: 'mine is ***',
    });
    expect(line).toContain('connect mongodb://***@db:27017');
  });

  it('knows the shape of the tokens in an error nobody configured', () => {
    const err = Object.assign(new Error('no answer'), {
      url: `https://discord.com/api/v10/interactions/123456/${canary}/callback`,
      headers: { authorization: `Bearer ${canary}` },
    });
    const [line = ''] = logged((log) => log.error('not delivered', { err }));
    expect(line).not.toContain(canary);
  });

  it('finds a secret that JSON writes another way', () => {
    const secret = 'pa"ss\\word\twith/everything';
    const [line = ''] = logged((log) => log.info(`told ${secret}`, { secret }), [secret]);
    expect(JSON.parse(line)).toMatchObject({ msg: 'told ***', secret: '***' });
  });
});

describe('the clock', () => {
  it('stops sleeping when it is told to', async () => {
    const stop = new AbortController();
    const sleep = systemClock.sleep(60_000, stop.signal);
    stop.abort();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('that is stepped stands still until it is advanced', () => {
    const clock = steppedClock(1_000);
    expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });
});

describe('an id', () => {
  it('is never given twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => systemRandom.id())).size).toBe(100);
  });
});

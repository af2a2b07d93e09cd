// How soon Discord hears that an interaction was received, while the product is at its heaviest: 3 s late and the person
// reads "the application did not respond".
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Act } from '../../fakes/discord/acts.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import type { FakeMessage } from '../../fakes/discord/state.ts';
import { type Row, rowOf } from '../figures.ts';
import { type Done, heaviest, keepBusy, quantile } from '../heaviest.ts';
import { ask, type Product, startProduct } from '../product.ts';
import type { Bench, Subject } from '../subject.ts';

const operator = { permissions: 1n << 5n, name: 'ada' };
const longMs = 600_000;

export const discord: Subject = {
  name: 'discord',
  about: 'time to the acknowledgement of an interaction while a retraining and a check run in the product',
  cases: () => [{ name: 'retraining 100,000 x 50 and check 1,000,000 x 20', run: measure }],
};

interface Load {
  readonly interactions: number;
  /** Milliseconds between two. */
  readonly apart: number;
}

async function measure(bench: Bench): Promise<Row[]> {
  const fake = await startFakeDiscord();
  try {
    return await measureBeside(fake, bench);
  } finally {
    await fake.stop();
  }
}

async function measureBeside(fake: FakeDiscord, { folder, quick }: Bench): Promise<Row[]> {
  const heavy = await heaviest(folder, quick);
  const watches = join(folder, 'watches.json');
  await writeFile(watches, JSON.stringify(heavy.watches));
  const product = await startProduct(join(folder, 'data'), {
    ROLES: 'bot,api,jobs',
    WATCHES_FILE: watches,
    // Nothing but what is asked for.
    DRIFT_CRON: '0 0 1 1 *',
    DISCORD_TOKEN: fake.token,
    DISCORD_APP_ID: fake.appId,
    DISCORD_GUILD_ID: fake.guildId,
    DISCORD_CHANNEL_ID: fake.channelId,
    DISCORD_API_BASE_URL: fake.url,
    LOG_LEVEL: 'warn',
  });
  try {
    await ready(product, fake);
    const load = { interactions: quick ? 60 : 200, apart: quick ? 100 : 200 };
    const acts = actsOn(await fake.command('drift', { watch: 'checked' }, operator));
    const idle = await acknowledged(fake, acts, load);
    await heavy.grow();
    const work = keepBusy(product);
    const busy = await acknowledged(fake, acts, load);
    const done = await work.stop();
    if (fake.violations().length > 0)
      throw new Error(`Discord would refuse: ${fake.violations().join('; ')}`);
    return rowsOf({ idle, busy }, done);
  } finally {
    await product.stop();
  }
}

const standing = z.object({
  watches: z.array(z.object({ champion: z.unknown() })),
  notifications: z.object({ waiting: z.number() }),
});

async function ready(product: Product, fake: FakeDiscord): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const now = standing.parse(await ask(product, { method: 'GET', path: '/status' }));
    const trained = now.watches.every(({ champion }) => champion !== null);
    if (trained && now.notifications.waiting === 0 && fake.connected()) return;
    if (performance.now() - begun > longMs) throw new Error('the first champions were not trained in time');
    await pause(200);
  }
}

/** What people ask without changing anything; in turn. */
function actsOn(card: FakeMessage): readonly Act[] {
  return [
    { command: 'status' },
    { complete: 'drift', option: 'watch', typed: 'ch' },
    { command: 'drift', options: { watch: 'checked' } },
    { press: card, button: 'Full report' },
    { complete: 'promote', option: 'version', typed: '', others: { watch: 'retrained' } },
    { command: 'history', options: { kind: 'checks', watch: 'checked' } },
  ];
}

/** Milliseconds from each interaction to its callback, as Discord sees them. */
async function acknowledged(
  fake: FakeDiscord,
  acts: readonly Act[],
  { interactions, apart }: Load,
): Promise<number[]> {
  const asked = new Map<string, number>();
  const times: number[] = [];
  const onRequest = ({ path }: { path: string }) => {
    const id = /^\/interactions\/(\d+)\/[^/]+\/callback$/.exec(path)?.[1] ?? '';
    const begun = asked.get(id);
    if (begun !== undefined) times.push(performance.now() - begun);
    asked.delete(id);
  };
  fake.events.on('request', onRequest);
  for (let at = 0; at < interactions; at++) {
    const act = acts[at % acts.length];
    if (act === undefined) break;
    const begun = performance.now();
    asked.set(fake.play(act, operator).id, begun);
    await pause(apart);
  }
  const last = performance.now();
  while (asked.size > 0 && performance.now() - last < 60_000) await pause(20);
  fake.events.off('request', onRequest);
  if (asked.size > 0) throw new Error(`${asked.size} interactions were never acknowledged`);
  return times;
}

function rowsOf({ idle, busy }: { idle: readonly number[]; busy: readonly number[] }, done: Done): Row[] {
  const peer = (share: number) => ({ name: 'the same product, idle', theirs: [quantile(idle, share)] });
  const note = `${busy.length} interactions, ${done.retrainings} retrainings, ${done.rows} rows checked meanwhile`;
  const facts = { subject: 'discord', unit: 'ms', also: { max: Math.max(...busy) } };
  return [
    rowOf({ ...facts, what: 'acknowledgement under load: p50' }, [quantile(busy, 0.5)], peer(0.5)),
    rowOf(
      { ...facts, what: 'acknowledgement under load: p99', targets: { value: 1_000 }, note },
      [quantile(busy, 0.99)],
      peer(0.99),
    ),
  ];
}

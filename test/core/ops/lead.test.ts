import { describe, expect, it } from 'vitest';
import { createLead } from '../../../core/ops/lead.ts';
import type { Store } from '../../../core/store.ts';
import { createManualClock, type ManualClock } from '../../fakes/discord/manual-clock.ts';
import { silent } from '../../fakes/log.ts';

const start = Date.UTC(2026, 0, 1);
const id = 'gateway:1';

/** Leases as every store keeps them, in memory; `away` makes it fail. */
function leasesIn(clock: ManualClock) {
  let held: { owner: string; until: number } | null = null;
  const state = { away: false };
  const own: Pick<Store['leases'], 'acquire' | 'release'> = {
    acquire: async (_, owner, ms) => {
      if (state.away) throw new Error('no store');
      if (held !== null && held.owner !== owner && held.until > clock.now()) return false;
      held = { owner, until: clock.now() + ms };
      return true;
    },
    release: async (_, owner) => {
      if (held?.owner === owner) held = null;
    },
  };
  return { leases: own as Store['leases'], state };
}

function setUp() {
  const clock = createManualClock(start);
  const { leases, state } = leasesIn(clock);
  const events: string[] = [];
  let ids = 0;
  function candidate(name: string) {
    const stop = new AbortController();
    const store = { leases } as Store;
    const random = { id: () => String(ids++) };
    const led = createLead({ store, clock, random, log: silent, owner: name })({
      id,
      standBy: () => void events.push(`${name} stands by`),
      work: async (over) => {
        events.push(`${name} leads`);
        await new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
        events.push(`${name} is over`);
      },
      stop: stop.signal,
    });
    return { led, stop: () => stop.abort() };
  }
  return { clock, state, events, candidate };
}

/** Lets what waits for nothing but promises go on. */
const turn = () => new Promise(setImmediate);
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 5_000) {
    await turn();
    clock.advance(5_000);
  }
  await turn();
}

describe('the lead', () => {
  it('is with one at a time, for as long as it lives', async () => {
    const { clock, events, candidate } = setUp();
    const ada = candidate('ada');
    await turn();
    const bob = candidate('bob');
    await pass(clock, 600_000);
    expect(events).toEqual(['ada leads', 'bob stands by']);
    ada.stop();
    bob.stop();
    await Promise.all([ada.led, bob.led]);
  });

  it('passes on within 5 s when the leader stops', async () => {
    const { clock, events, candidate } = setUp();
    const ada = candidate('ada');
    await turn();
    const bob = candidate('bob');
    await turn();
    ada.stop();
    await ada.led;
    await pass(clock, 5_000);
    expect(events.slice(2)).toEqual(['ada is over', 'bob leads']);
    bob.stop();
    await bob.led;
  });

  it('passes on within 25 s when the leader is gone without a word', async () => {
    const clock = createManualClock(start);
    const events: string[] = [];
    const { leases } = leasesIn(clock);
    await leases.acquire(id, 'dead', 20_000);
    const stop = new AbortController();
    const random = { id: () => '1' };
    const led = createLead({ store: { leases } as Store, clock, random, log: silent, owner: 'bob' })({
      id,
      standBy: () => void events.push('stands by'),
      work: async () => void events.push('leads'),
      stop: stop.signal,
    });
    await pass(clock, 15_000);
    expect(events).toEqual(['stands by']);
    await pass(clock, 10_000);
    expect(events).toEqual(['stands by', 'leads']);
    await led;
  });

  it('is given up before anybody else can take it, when it cannot be renewed', async () => {
    const { clock, state, events, candidate } = setUp();
    const ada = candidate('ada');
    await turn();
    state.away = true;
    await pass(clock, 15_000);
    expect(events).toEqual(['ada leads', 'ada is over', 'ada stands by']);
    state.away = false;
    await pass(clock, 20_000);
    expect(events.at(-1)).toBe('ada leads');
    ada.stop();
    await ada.led;
  });

  it('ends with work that fails, and is free for others', async () => {
    const clock = createManualClock(start);
    const { leases } = leasesIn(clock);
    const random = { id: () => '1' };
    const world = { store: { leases } as Store, clock, random, log: silent, owner: 'ada' };
    const failing = createLead(world)({
      id,
      standBy: () => {},
      work: async () => {
        throw new Error('refused');
      },
      stop: new AbortController().signal,
    });
    await expect(failing).rejects.toThrow('refused');
    expect(await leases.acquire(id, 'bob', 1)).toBe(true);
  });
});

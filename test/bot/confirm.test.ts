import { describe, expect, it } from 'vitest';
import type { Args } from '../../bot/commands/command.ts';
import type { Ops } from '../../core/ops/index.ts';
import type { WatchStatus } from '../../core/ops/results.ts';
import { quality } from '../core/cards/measured.ts';
import { noon } from '../core/cards/moments.ts';
import { words } from '../core/cards/words.ts';
import { asked, named } from './asked.ts';
import { opsDouble } from './ops-double.ts';

const demo: WatchStatus = {
  watch: 'demo',
  elsewhere: false,
  source: 'synthetic',
  mode: 'full',
  policy: 'auto',
  threshold: 0.25,
  state: 'OK',
  champion: {
    version: 8,
    trainedAt: noon,
    trigger: 'manual',
    baseline: quality(0.9312, 0.2, 0.95),
    run: { status: 'none' },
  },
  previous: 7,
  lastReport: null,
  incident: null,
  approval: null,
  checks: 3,
  nextCheckAt: null,
  silentSince: null,
};

async function askAbout(name: string, args: Args, watches: readonly WatchStatus[]) {
  const { ops } = opsDouble();
  const status: Ops['status'] = async (...given) => ({ ...(await ops.status(...given)), watches });
  return named(name).confirm?.(asked(args, null, { status }).call);
}

describe('changes that are asked about first', () => {
  it('say what serves now and what would serve after a rollback, each with what it was worth', async () => {
    const card = await askAbout('rollback', { watch: 'demo' }, [demo]);
    expect(card?.title).toBe('↩️ Roll back demo v3 -> v2?');
    expect(card?.fields.map(({ name }) => name)).toEqual(['Serves now (v3)', 'Would serve (v2)']);
    for (const { value } of card?.fields ?? []) expect(words(value)).toMatch(/^accuracy 0\.\d{3}\n/);
  });

  it('say of a training by force that nothing is compared', async () => {
    const card = await askAbout('train', { watch: 'demo', force: true }, [demo]);
    expect(words(card?.summary ?? [])).toContain('without being compared');
    expect(await askAbout('train', { watch: 'demo' }, [demo])).toBeNull();
    const forced = await askAbout('retrain', { watch: 'demo', force: true }, [demo]);
    expect(forced?.title).toBe('⚠️ Promote on demo whatever the gate says?');
    expect(await askAbout('retrain', { watch: 'demo', force: true, dry_run: true }, [demo])).toBeNull();
    expect(await askAbout('retrain', { watch: 'demo' }, [demo])).toBeNull();
  });

  it('are not asked about where nothing can be lost, or nobody knows which watch is meant', async () => {
    const once: Ops['models'] = async () => ({
      watch: 'demo',
      elsewhere: false,
      timezone: 'UTC',
      versions: [],
    });
    const { call } = asked({ watch: 'demo' }, null, { models: once });
    expect(await named('rollback').confirm?.(call)).toBeNull();
    expect(await askAbout('train', { watch: 'demo', force: true }, [{ ...demo, champion: null }])).toBeNull();
    expect(await askAbout('rollback', {}, [demo])).toBeNull();
  });
});

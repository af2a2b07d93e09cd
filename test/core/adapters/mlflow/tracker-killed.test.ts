// A training whose drain ends at any moment: what MLflow holds after the next one is what one whole drain leaves.
import { describe, expect, it } from 'vitest';
import type { IntentItem } from '../../../../core/ports.ts';
import { startFakeMlflow } from '../../../fakes/mlflow.ts';
import { trackerAt } from './tracked.ts';
import { complete, outboxOf, promoted, readRun, training } from './training.ts';

type Progress = IntentItem['progress'];
type Fake = Awaited<ReturnType<typeof startFakeMlflow>>;

/** With the champion that is replaced, version 3, in the registry. */
async function withFake<T>(use: (fake: Fake) => Promise<T>): Promise<T> {
  const fake = await startFakeMlflow();
  fake.registered.set('churn', {
    tags: new Map(),
    aliases: new Map([['champion', '1']]),
    versions: [{ source: 'models:/m-0', run: '', description: '', tags: new Map([['vigie.version', '3']]) }],
  });
  try {
    return await use(fake);
  } finally {
    await fake.stop();
  }
}

async function drained(fake: Fake, outbox = outboxOf(complete)) {
  return await trackerAt(fake.uri).log(outbox.item(), promoted, outbox.save);
}

async function callsOfOneDrain(): Promise<number> {
  return await withFake(async (fake) => {
    await drained(fake);
    return fake.requests.length;
  });
}

async function expectWhole(fake: Fake): Promise<void> {
  const [[id = ''] = []] = [...fake.runs];
  const run = await readRun(fake.uri, id);
  expect(run).toMatchObject({ status: 'FINISHED', metrics: complete.metrics });
  expect(run.points).toHaveLength(Object.keys(complete.metrics).length);
  expect([...fake.runs.values()].map(({ outputs }) => outputs)).toEqual([[...fake.models.keys()]]);
  expect([...fake.models.values()].map(({ status }) => status)).toEqual(['LOGGED_MODEL_READY']);
  const registered = fake.registered.get('churn');
  expect(registered?.versions.map(({ tags }) => tags.get('vigie.version'))).toEqual(['3', '4']);
  expect(Object.fromEntries(registered?.aliases ?? [])).toEqual({ champion: '2', previous: '1' });
  expect(registered?.tags.get('vigie.champion')).toBe('2');
  expect([...fake.files.keys()].map((path) => path.split('/').at(-1)).sort()).toEqual([
    'MLmodel',
    'drift.json',
    'drift.png',
    'model.onnx',
    'params.json',
  ]);
}

const deaths = [
  ['before a call arrives', 'drop'],
  ['while the answer is on its way', 'lose'],
] as const;

describe('a training whose drain is killed', () => {
  it.each(deaths)(
    '%s is one run, one model and one version with the right aliases, whichever call it was',
    async (_, kind) => {
      const calls = await callsOfOneDrain();
      expect(calls).toBeGreaterThan(20);
      for (let nth = 1; nth <= calls; nth++)
        await withFake(async (fake) => {
          const outbox = outboxOf(complete);
          fake.plant(nth, kind);
          fake.plant(nth + 1, 'drop', Number.POSITIVE_INFINITY);
          await expect(drained(fake, outbox)).rejects.toMatchObject({ code: 'upstream_unavailable' });
          fake.mend();
          await drained(fake, outbox);
          await expectWhole(fake);
        });
    },
    60_000,
  );

  it('before what it obtained is kept is whole as well, whichever step it was', async () => {
    let steps = 0;
    const counting = outboxOf(complete);
    await withFake((fake) =>
      trackerAt(fake.uri).log(counting.item(), promoted, async () => {
        steps++;
      }),
    );
    expect(steps).toBeGreaterThan(8);
    for (let fatal = 1; fatal <= steps; fatal++)
      await withFake(async (fake) => {
        const outbox = outboxOf(complete);
        let saves = 0;
        const dying = async (progress: Progress) => {
          saves++;
          if (saves === fatal) throw new Error('the process ended');
          await outbox.save(progress);
        };
        const dead = trackerAt(fake.uri).log(outbox.item(), promoted, dying);
        await expect(dead).rejects.toThrow('the process ended');
        await drained(fake, outbox);
        await expectWhole(fake);
      });
  }, 60_000);

  it('and begins again from nothing is whole as well', async () => {
    await withFake(async (fake) => {
      const first = await drained(fake);
      expect(await drained(fake)).toEqual(first);
      await expectWhole(fake);
    });
  });

  it('asks nothing once it is finished, and knows its links', async () => {
    await withFake(async (fake) => {
      const outbox = outboxOf(complete);
      const link = await drained(fake, outbox);
      const { length } = fake.requests;
      expect(await drained(fake, outbox)).toEqual(link);
      expect(fake.requests).toHaveLength(length);
    });
  });
});

describe('a server that fails in passing', () => {
  it.each([
    ['500', { status: 500, body: 'Internal Server Error' }],
    ['429', { status: 429, body: '' }],
  ] as const)(
    'with %s leaves a training whole at the latest after the next drain',
    async (_, fault) => {
      const calls = await callsOfOneDrain();
      for (let nth = 1; nth <= calls; nth++)
        await withFake(async (fake) => {
          const outbox = outboxOf(complete);
          fake.plant(nth, fault);
          await drained(fake, outbox).catch(() => drained(fake, outbox));
          await expectWhole(fake);
        });
    },
    60_000,
  );

  it('keeps what an older Vigie had begun', async () => {
    await withFake(async (fake) => {
      const begun = outboxOf({ ...training, version: null });
      await trackerAt(fake.uri).log(
        begun.item(),
        { ...promoted, version: null, chart: null },
        async () => {},
      );
      const progress = { experimentId: '1', runId: [...fake.runs.keys()][0] ?? '', step: 'logged' };
      const item = { ...outboxOf(complete).item(), progress };
      await trackerAt(fake.uri).log(item, promoted, async () => {});
      expect(fake.runs.size).toBe(1);
      expect(fake.registered.get('churn')?.versions).toHaveLength(2);
    });
  });
});

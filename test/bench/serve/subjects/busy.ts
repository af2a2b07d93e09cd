// How late an answer of /predict may be while the product is at its heaviest.
import { join } from 'node:path';
import { type Row, rowOf } from '../../figures.ts';
import { type Done, heaviest, keepBusy, quantile } from '../../heaviest.ts';
import type { Bench, Subject } from '../../subject.ts';
import { load } from '../load.ts';
import { servedWatch, startServing, writeBodies } from '../stage.ts';

export const busy: Subject = {
  name: 'busy',
  about: 'time to an answer of /predict while a retraining and a check run in the product',
  cases: () => [{ name: 'retraining 100,000 x 50 and check 1,000,000 x 20', run: measure }],
};

/** 200 requests a second of one row each: far from what the product can answer, so that no queue is measured. */
const pace = { connections: 4, apart: 20 };

async function measure({ folder, quick }: Bench): Promise<Row[]> {
  const heavy = await heaviest(folder, quick);
  const product = await startServing(folder, [await servedWatch(folder), ...heavy.watches]);
  try {
    const bodies = join(folder, 'bodies.json');
    await writeBodies(bodies, 1, 'served');
    const port = Number(new URL(product.url).port);
    const answered = async () => {
      const { times } = await load({ port, bodies, seconds: quick ? 5 : 30, ...pace });
      return times;
    };
    await answered();
    const idle = await answered();
    await heavy.grow();
    const work = keepBusy(product);
    const times = await answered();
    return rowsOf({ idle, times }, await work.stop());
  } finally {
    await product.stop();
  }
}

function rowsOf(
  { idle, times }: { readonly idle: readonly number[]; readonly times: readonly number[] },
  { retrainings, rows }: Done,
): Row[] {
  const peer = (share: number) => ({ name: 'the same product, idle', theirs: [quantile(idle, share)] });
  const note = `${times.length} requests, ${retrainings} retrainings, ${rows} rows checked meanwhile`;
  const facts = { subject: 'busy', unit: 'ms', also: { max: Math.max(...times) } };
  return [
    rowOf({ ...facts, what: 'answer under load: p50' }, [quantile(times, 0.5)], peer(0.5)),
    rowOf(
      { ...facts, what: 'answer under load: p99', targets: { ratio: 3 }, note },
      [quantile(times, 0.99)],
      peer(0.99),
    ),
  ];
}

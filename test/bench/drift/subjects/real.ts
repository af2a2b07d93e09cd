// B4: real streams out of the folder DRIFT_DATA names, where nobody knows the changes.
import { type Row, rowOf } from '../../figures.ts';
import type { Subject } from '../../subject.ts';
import { realStreams } from '../loader.ts';
import { policies } from '../policies.ts';
import type { Stream } from '../streams.ts';
import { lastLabelAccuracy, walk } from '../walk.ts';

/** Without a folder there are no cases. */
export function real(folder: string | undefined): Subject {
  return {
    name: 'real',
    about: 'the streams in the folder DRIFT_DATA: accuracy, alarms, retrains',
    cases: ({ quick }) =>
      folder === undefined ? [] : [{ name: folder, run: () => rowsOfAll(folder, quick) }],
  };
}

async function rowsOfAll(folder: string, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const stream of realStreams(folder, quick)) rows.push(...rowsOf(stream));
  return rows;
}

function rowsOf(stream: Stream): Row[] {
  const facts = { subject: 'real', unit: 'accuracy' };
  const note = `${stream.rows.rows.toLocaleString('en-US')} rows`;
  return [
    rowOf({ ...facts, what: `${stream.name}: the last label`, note }, [lastLabelAccuracy(stream)]),
    ...policies.map((policy) => {
      const { accuracy, alarms, retrains } = walk(policy, stream);
      const first = alarms[0] === undefined ? {} : { first: alarms[0] };
      const also = { alarms: alarms.length, ...first, retrains };
      return rowOf({ ...facts, what: `${stream.name}: ${policy.name}`, also }, [accuracy]);
    }),
  ];
}

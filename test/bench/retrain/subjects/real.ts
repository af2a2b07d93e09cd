// B4 under the whole loop: real streams out of the folder DRIFT_DATA names, where nobody knows the changes.
import { realStreams } from '../../drift/loader.ts';
import type { Row } from '../../figures.ts';
import type { Subject } from '../../subject.ts';
import { compared, type Goals } from '../compared.ts';

const goals: Readonly<Record<string, Goals>> = {
  'phishing.csv': { belowPeriodic: 0.005, promotions: 6 },
};

/** Without a folder there are no cases. */
export function real(folder: string | undefined): Subject {
  return {
    name: 'real',
    about: 'the streams in the folder DRIFT_DATA: the same',
    cases: ({ quick }) =>
      folder === undefined ? [] : [{ name: folder, run: () => rowsOfAll(folder, quick) }],
  };
}

async function rowsOfAll(folder: string, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const stream of realStreams(folder, quick)) {
    const note = `${stream.rows.rows.toLocaleString('en-US')} rows`;
    rows.push(...compared([stream], goals[stream.name] ?? {}, { subject: 'real', note }));
  }
  return rows;
}

// Whether what Vigie remembers is within reach.
import { standingOf } from '../adapters/embedded/index.ts';
import { examine } from '../adapters/store/examine.ts';
import type { Clock } from '../ports.ts';
import type { Moment } from './clock.ts';
import { doubtful, type Finding, fine } from './finding.ts';

interface StoreSettings {
  readonly DATA_DIR: string;
  readonly MONGODB_URI: string;
  readonly MONGODB_DB: string;
}

/** @throws AppError for what makes a start impossible */
export async function storeCheck(
  settings: StoreSettings,
  clock: Clock,
): Promise<{ findings: Finding[]; moment: Moment | null }> {
  if (settings.MONGODB_URI === '') return { findings: await embedded(settings.DATA_DIR), moment: null };
  const { version, replicaSet, ...moment } = await examine(settings.MONGODB_URI, settings.MONGODB_DB, clock);
  const set = replicaSet === null ? 'no replica set, none is needed' : `replica set ${replicaSet}`;
  const says = `MongoDB ${version} answers in ${moment.answered - moment.asked} ms: ${set}; database "${settings.MONGODB_DB}" can be read and written.`;
  return { findings: [fine('store', says)], moment: { of: 'MongoDB', ...moment } };
}

async function embedded(dataDir: string): Promise<Finding[]> {
  const { served, content } = await standingOf(dataDir);
  const what = content === null ? 'empty' : `${content.documents} documents`;
  if (served)
    return [fine('store', `embedded, ${what}; a process of Vigie serves it now, as others may use it.`)];
  if (content !== null && content.tornBytes > 0)
    return [
      doubtful(
        'store',
        `embedded, ${what}; ${content.tornBytes} bytes of a last write that was cut off.`,
        'Nothing to do: the next start leaves them out. Nothing that was confirmed is in them.',
      ),
    ];
  return [fine('store', `embedded, ${what}; nobody serves it now.`)];
}

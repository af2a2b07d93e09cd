// What one does about a stream: who watches the errors, and what happens to the model when they rise. Pure.
import { lastRows } from '../../../core/frame/frame.ts';
import type { Detector } from './detector.ts';
import { adwin } from './detectors/adwin.ts';
import { ddm } from './detectors/ddm.ts';
import { everyK } from './detectors/every-k.ts';
import { hddmA } from './detectors/hddm-a.ts';
import { ours } from './detectors/ours.ts';
import { pageHinkley } from './detectors/page-hinkley.ts';
import { type ErrorBaseline, type Served, serve } from './served.ts';
import { type Look, winner } from './tournament.ts';

export interface Policy {
  readonly name: string;
  /** A new detector for a model that has just begun to serve; null: nobody watches. */
  readonly watch: ((baseline: ErrorBaseline) => Detector) | null;
  /** Retrains every so many rows, on the newest 2,000; null = never. */
  readonly every: number | null;
  /**
   * A retrained model has to win the tournament before it serves, is on probation when it does, and challengers are tried
   * every so many rows though nobody alarms; null = what is retrained serves.
   */
  readonly challengers: number | null;
}

const passive = { watch: null, every: null, challengers: null } as const;

export const doNothing: Policy = { ...passive, name: 'do nothing' };

export function periodic(every: number): Policy {
  return { ...passive, name: `periodic ${every.toLocaleString('en-US')}`, every };
}

/** Our evidence, and whatever is retrained on the rows since the change serves. */
export const onEveryAlarm: Policy = watching('ours', ours);

function watching(name: string, watch: Policy['watch']): Policy {
  return { ...passive, name, watch };
}

/** Ours first. All parameters are the defaults of their papers or of River. */
export const policies: readonly Policy[] = [
  onEveryAlarm,
  watching('ADWIN', () => adwin({ tells: 'rise' })),
  watching('ADWIN as in River 0.21', () => adwin({ tells: 'rise', scan: 'newest left out' })),
  watching('DDM', () => ddm()),
  watching('HDDM-A', () => hddmA()),
  watching('Page-Hinkley', () => pageHinkley()),
  watching('alarm every 2,000 rows', () => everyK(2_000)),
  periodic(500),
  doNothing,
];

const periodicWindow = 2_000;

/** What serves after a look at the rows so far; null = the champion stays. @throws AppError `not_enough_data` */
export function retrained({ challengers }: Policy, champion: Served, look: Look): Served | null {
  const { schema } = champion.model;
  const until = look.known.rows;
  if (challengers === null)
    return serve({ train: lastRows(look.known, look.sinceChange ?? periodicWindow), schema, until });
  const won = winner(champion, look);
  return won === null ? null : serve({ train: won.rows, options: won.options, schema, until });
}

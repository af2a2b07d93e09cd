// The rows of the last hours or days of a watch, for whoever asks for more, or less, than the window of a check.
import { AppError } from '../errors.ts';
import { minimumRows } from '../evidence/compare.ts';
import { type Frame, selectRows } from '../frame/frame.ts';
import type { Reach, Span } from '../full-report.ts';
import type { Source } from '../ports.ts';
import type { Watched } from './world.ts';

const hour = 3_600_000;
const lengths: Readonly<Record<Span, number>> = { '1h': hour, '24h': 24 * hour, '7d': 168 * hour };
const names: Readonly<Record<Span, string>> = { '1h': 'hour', '24h': '24 hours', '7d': '7 days' };

/** Rows asked for until they reach back far enough; the last are the most that are read at once. */
const portions = [5_000, 25_000, 100_000];
/** One row that came late says nothing of those that came before it: so many oldest ones have to be too old. */
const oldest = 100;

type Asked = Omit<Parameters<Source['recent']>[0], 'rows' | 'labelled'>;

/**
 * The checked rows whose times lie in the span that ends with the newest of them.
 * @throws AppError `unsupported` where rows carry no time, `not_enough_data` below 30 rows
 */
export async function rowsWithin(
  { watch, source }: Watched,
  span: Span,
  asked: Asked,
): Promise<{ window: Frame; reach: Reach }> {
  let found = await read(source, asked, { rows: portions[0] ?? 0, span });
  for (const rows of portions.slice(1)) {
    if (!found.goesOn) break;
    found = await read(source, asked, { rows, span });
  }
  if (found.rows > 0 && found.newest === null) {
    throw new AppError('unsupported', `The rows of watch "${watch.name}" carry no time to go back by.`, {
      remedy: `Name the column of their time as "time" of the watch's source, or leave the time out: /drift watch:${watch.name} view:report.`,
    });
  }
  const { window, goesOn } = found;
  if (window.rows >= minimumRows) return { window, reach: { span, cut: goesOn } };
  const until = found.newest === null ? '' : ` up to ${new Date(found.newest).toISOString()}`;
  throw new AppError(
    'not_enough_data',
    `Watch "${watch.name}" has ${window.rows} checked rows in the last ${names[span]}${until}, since its reference; a reading needs ${minimumRows}.`,
    { remedy: `Ask for a longer time, or check those that came with /drift watch:${watch.name} run:now.` },
  );
}

interface Found {
  readonly window: Frame;
  /** Of all that were read. */
  readonly rows: number;
  readonly newest: number | null;
  /** There may be more rows of the span before those. */
  readonly goesOn: boolean;
}

async function read(
  source: Source,
  asked: Asked,
  { rows, span }: { rows: number; span: Span },
): Promise<Found> {
  const frame = await source.recent({ ...asked, rows, labelled: false });
  const last = frame.times.reduce(
    (newest, time) => (time > newest ? time : newest),
    Number.NEGATIVE_INFINITY,
  );
  const inSpan = (time: number) => time > last - lengths[span];
  const within = Uint32Array.from(frame.times.keys()).filter((row) => inSpan(frame.times[row] ?? Number.NaN));
  return {
    window: selectRows(frame, within),
    rows: frame.rows,
    newest: Number.isFinite(last) ? last : null,
    goesOn: frame.rows === rows && frame.times.subarray(0, oldest).some(inSpan),
  };
}

// Drift reports, newest first.
import type { ReportFigures } from '../../drift.ts';
import type { Page, Store } from '../../store.ts';
import type { CheckRow, Collections } from './collections.ts';
import { bounded, guard } from './connect.ts';

export function reportStore({ checks }: Pick<Collections, 'checks'>): Store['reports'] {
  const page = (watch: string, part: Page): Promise<CheckRow[]> => {
    const { limit, before, after } = part;
    const upwards = after !== null && before === null;
    const span = {
      ...(before === null ? {} : { $lt: numberOf(before) }),
      ...(after === null ? {} : { $gt: numberOf(after) }),
    };
    const filter = before === null && after === null ? { watch } : { watch, number: span };
    const sorted = checks.find(filter, bounded).sort({ number: upwards ? 1 : -1 });
    return guard(async () => {
      const rows = await sorted.limit(limit).toArray();
      return upwards ? rows.reverse() : rows;
    });
  };
  return {
    since: (watch, since) => guard(() => figuresSince({ checks }, watch, since)),
    list: async (watch, limit) =>
      (await page(watch, { limit, before: null, after: null })).map(({ report }) => report),
    page: async (watch, part) =>
      (await page(watch, part)).map(({ number, report }) => ({ cursor: String(number), entry: report })),
  };
}

/** What is no number of a check has nothing before or after it. */
function numberOf(cursor: string): number {
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.NaN;
}

/** A week of checks holds thousands of reports, each with all its columns: only what is counted is read. */
async function figuresSince(
  { checks }: Pick<Collections, 'checks'>,
  watch: string,
  since: number,
): Promise<ReportFigures[]> {
  const projection = { at: 1, 'report.newRows': 1, 'report.verdict': 1, 'report.performance.accuracy': 1 };
  const rows = await checks
    .find({ watch, at: { $gte: new Date(since) } }, { ...bounded, projection })
    .sort({ number: 1 })
    .toArray();
  return rows.map(({ at, report: { newRows, verdict, performance } }) => ({
    at: at.getTime(),
    rows: newRows,
    verdict,
    accuracy: performance?.accuracy ?? null,
  }));
}

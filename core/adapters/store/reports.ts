// Drift reports, newest first.
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

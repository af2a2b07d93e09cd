// What the default rules of other tools would have said where nothing drifts: false alarms a day at one check every two
// minutes, ten independent bell-shaped columns, a reference of 5,000 rows.
import { type Row, rowOf } from '../../figures.ts';
import { type RandomNumbers, randomNumbers } from '../../random.ts';
import type { Subject } from '../../subject.ts';
import { comparerOf, drifted, rules as each } from '../rules.ts';

const columns = 10;
const referenceRows = 5_000;
const checksADay = 720;

export const rules: Subject = {
  name: 'rules',
  about: 'false alarms a day of the default rules of other tools, where nothing drifts',
  cases: ({ quick, full }) =>
    [100, 500, ...(quick ? [] : [1_000])].map((rows) => ({
      name: `${rows} rows a check`,
      run: async () => rowsFor(rows, full ? 2_000 : quick ? 100 : 400),
    })),
};

function rowsFor(rows: number, checks: number): Row[] {
  const random = randomNumbers(rows);
  const column = (count: number) => normals(random, count);
  const alarms = each.map(() => 0);
  for (let check = 0; check < checks; check++) {
    // A fresh reference each time: the luck of one would decide the figure.
    const comparers = Array.from({ length: columns }, () => comparerOf(column(referenceRows)));
    const compared = comparers.map((compare) => compare(column(rows)));
    each.forEach((rule, at) => {
      alarms[at] = (alarms[at] ?? 0) + Number(drifted(rule, compared));
    });
  }
  return each.map(({ name }, at) => {
    const share = (alarms[at] ?? 0) / checks;
    return rowOf(
      { subject: 'rules', what: `${rows} rows: ${name}`, unit: 'a day', also: { 'share of checks': share } },
      [checksADay * share],
    );
  });
}

function normals(random: RandomNumbers, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.normal());
}

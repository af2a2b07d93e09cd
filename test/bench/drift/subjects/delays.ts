// B2: rows from a change to the end of the check that alarms, beside what no detector with this budget can beat.
import { median, type Row, rowOf } from '../../figures.ts';
import type { Subject } from '../../subject.ts';
import { delays as delaysOf, leastDelay, type Scenario } from '../delays.ts';

/** Median rows, at most. */
const targets: Readonly<Record<Scenario, number>> = {
  'error 0.1 to 0.2, known baseline': 260,
  'error 0.1 to 0.2, 1000 rows': 300,
  'error 0.1 to 0.3, known baseline': 80,
  'one of ten features +0.5 sd': 300,
  'one of ten features +1 sd': 110,
};
/** Of the runs in which a feature changed, it is the one blamed. */
const leastRight = 0.95;
/** A run without an alarm counts as so many rows: a median beyond it would be worthless anyway. */
const longest = 6_000;

export const delays: Subject = {
  name: 'delays',
  about: 'rows from a change of known size to its alarm, beside the bound log A / KL',
  cases: ({ quick, full }) => {
    // Errors cost little, and a median of 200 of their runs still scatters by a tenth.
    const runsOf = (scenario: Scenario) =>
      isFeature(scenario) ? (full ? 1_000 : quick ? 40 : 200) : quick ? 500 : 2_000;
    return (Object.keys(targets) as Scenario[]).map((scenario) => ({
      name: scenario,
      run: async () => rowsFor(scenario, runsOf(scenario)),
    }));
  },
};

const isFeature = (scenario: Scenario) => scenario.includes('feature');

function rowsFor(scenario: Scenario, runs: number): Row[] {
  const found = delaysOf(scenario, runs, 1);
  const rows = found.map((delay) => Math.min(longest, delay.rows));
  const share = (count: number) => count / runs;
  const facts = { subject: 'delays', note: `${runs} runs` };
  const missed = share(found.filter((delay) => delay.rows > longest).length);
  const delayed = rowOf(
    { ...facts, what: scenario, unit: 'rows', also: { missed }, targets: { value: targets[scenario] } },
    [median(rows)],
    { name: 'log A / KL', theirs: [leastDelay(scenario)] },
  );
  if (!isFeature(scenario)) return [delayed];
  const right = share(found.filter((delay) => delay.right).length);
  const what = `${scenario}: the right one blamed`;
  return [delayed, rowOf({ ...facts, what, unit: 'share', targets: { least: leastRight } }, [right])];
}

// B1: false alarms a week where nothing drifts, against a budget of one.
import { rowOf } from '../../figures.ts';
import type { Subject } from '../../subject.ts';
import { falseAlarms } from '../weeks.ts';
import type { World } from '../worlds.ts';

/** False alarms a week, at most. */
const targets: Readonly<Record<World, number>> = { iid: 0.3, 'AR(0.5)': 1, 'AR(0.9)': 1, 'daily cycle': 1 };

export const budget: Subject = {
  name: 'budget',
  about: 'false alarms in simulated weeks of ten features, by the world they come from',
  cases: ({ quick, full }) => {
    const weeks = full ? 100 : quick ? 2 : 10;
    return (Object.keys(targets) as World[]).map((world) => ({
      name: world,
      run: async () => {
        const { crossings, episodes } = falseAlarms(world, weeks, 1);
        const facts = { subject: 'budget', what: world, unit: 'a week', note: `${weeks} weeks` };
        const also = { 'incidents a week': episodes / weeks };
        return [rowOf({ ...facts, also, targets: { value: targets[world] } }, [crossings / weeks])];
      },
    }));
  },
};

import { expectedCard } from '../../core/cards/expected.ts';
import { type Command, showStoppableSteps, telling } from './command.ts';
import { incidentOption, reasonOption } from './incident.ts';
import { watchName, watchOption, writeInput } from './watch.ts';

export const alertsExpected: Command = {
  name: 'alerts expected',
  localName: 'alertes attendu',
  description: {
    en: 'Say that the change of the open incident was expected',
    fr: 'Dire que le changement de l’incident ouvert était attendu',
  },
  scope: 'operate',
  options: [watchOption, incidentOption, reasonOption],
  async run(call) {
    const { ops, caller, args } = call;
    const steps = showStoppableSteps(call, 'expecting', watchName(ops, args));
    return expectedCard(await ops.expected(writeInput(call), caller, steps), telling(call));
  },
};

// The options that say which incident is meant, and why something is done about it.
import { matching, type Option } from './command.ts';

export const incidentOption: Option = {
  name: 'incident',
  description: {
    en: 'Which incident, by its number; the open one when left out',
    fr: 'Quel incident, par son numéro ; sans lui, celui qui est ouvert',
  },
  type: 'integer',
  required: false,
  complete: async (ops, typed, { watch }) => {
    const open = await ops.openIncidents(watch === undefined ? undefined : String(watch));
    return matching(open.map(String), typed);
  },
};

export const reasonOption: Option = {
  name: 'reason',
  description: { en: 'Why, for the record', fr: 'Pourquoi, pour le registre' },
  type: 'string',
  required: false,
};

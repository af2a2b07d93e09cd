// Options that name a kept version.
import { matching, type Option } from './command.ts';

export function versionOption(name: 'version' | 'a' | 'b'): Option {
  return {
    name,
    description: { en: 'Number of a kept version', fr: 'Numéro d’une version gardée' },
    type: 'integer',
    required: true,
    complete: async (ops, typed, { watch }) => {
      const kept = await ops.versionsOf(watch === undefined ? undefined : String(watch));
      return matching(kept.map(String), typed);
    },
  };
}

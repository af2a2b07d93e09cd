import type { Words } from '../index.ts';

/** Operations that fail while nobody is waiting for them. */
const operations: Readonly<Record<string, string>> = { check: 'contrôle', promotion: 'promotion' };

export const failure: Words['failure'] = {
  title: '❌ Rien n’a été fait',
  failed: (operation, watch) => `❌ Échec (${operations[operation] ?? operation}) - ${watch}`,
  remedy: 'Que faire',
  faults: 'Fautes',
  code: (code) => `code d’erreur : ${code}`,
};

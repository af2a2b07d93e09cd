import type { Words } from '../index.ts';

export const failure: Words['failure'] = {
  title: '❌ Rien n’a été fait',
  failed: (operation, watch) => `❌ Échec de ${operation} - ${watch}`,
  remedy: 'Que faire',
  faults: 'Fautes',
  more: (hidden) => `et ${hidden} de plus`,
  code: (code) => `code d’erreur : ${code}`,
};

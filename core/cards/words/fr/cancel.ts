import type { Words } from '../index.ts';

export const cancel: Words['cancel'] = {
  title: (operation, watch) => `⏹️ Arrêt demandé : ${operation} - ${watch}`,
  begun: 'Lancé par ',
  ends: '. Le travail s’arrête en quelques secondes et répond là où il a été demandé ; le modèle en service reste le même.',
};

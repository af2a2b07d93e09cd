import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const jobs: Words['jobs'] = {
  title: (jobs, failed) =>
    `🗓️ ${counted(jobs, 'tâche')}${failed > 0 ? `, ${count(failed)} en échec la dernière fois` : ''}`,
  none: 'Aucune tâche n’est planifiée : aucun processus avec le rôle « jobs » n’a encore tourné.',
  never: 'n’a pas encore tourné',
  last: 'dernière exécution ',
  next: ', prochaine ',
  running: 'en cours',
  failed: 'échec : ',
};

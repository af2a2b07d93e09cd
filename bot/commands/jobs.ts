import { jobsCard } from '../../core/cards/jobs.ts';
import type { Command } from './command.ts';

export const jobs: Command = {
  name: 'jobs',
  localName: 'taches',
  description: {
    en: 'Scheduled jobs with their last and next runs',
    fr: 'Les tâches planifiées, avec leur dernière et prochaine exécution',
  },
  scope: 'read',
  options: [],
  async run({ ops, caller, words }) {
    const { jobs, at } = await ops.status({}, caller);
    return jobsCard(jobs, { words, at });
  },
};

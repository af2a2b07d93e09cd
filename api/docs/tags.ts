// Under which heading a route stands: by the first part of its path.
const headings = {
  Rows: {
    about: 'Predictions, labels, rows of models served elsewhere.',
    of: ['predict', 'labels', 'observations'],
  },
  Drift: { about: 'Checks, and what they found.', of: ['drift-check', 'drift'] },
  Models: {
    about: 'Training, the gate, versions.',
    of: ['train', 'retrain', 'cancel', 'rollback', 'models'],
  },
  Incidents: {
    about: 'From alarm to recovery, and rows that are held back.',
    of: ['incidents', 'quarantine'],
  },
  Watches: { about: 'What is watched, and what was.', of: ['status', 'watches', 'history', 'audit', 'jobs'] },
  Synthetic: { about: 'Watches that make their own rows.', of: ['generate', 'simulate'] },
  Settings: {
    about: 'What people replace while the service runs.',
    of: ['threshold', 'config', 'digest', 'test-card'],
  },
  Service: { about: 'The process itself.', of: ['', 'metrics', 'health', 'docs', 'openapi.json'] },
} as const;

export const tags = Object.entries(headings).map(([name, { about }]) => ({ name, description: about }));

/** @throws TypeError for a path under no heading: a fault of this table */
export function tagOf(path: string): string {
  const part = path.split('/')[1] ?? '';
  const found = Object.entries(headings).find(([, { of }]) => of.some((name) => name === part));
  if (found === undefined) throw new TypeError(`${path} stands under no heading`);
  return found[0];
}

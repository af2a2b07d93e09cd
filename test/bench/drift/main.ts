// npm run bench:drift: how soon drift is found, and how often it is cried without any, beside what else one could use.
import { fileURLToPath } from 'node:url';
import { runBench } from '../bench.ts';
import { subjects } from './subjects/index.ts';

const about = `Measures how soon Vigie proves drift and how seldom it is wrong, beside the classical detectors, on data made from
fixed seeds: the same figures on every machine, but for the times. DRIFT_DATA names a folder of CSV and ARFF files to
walk along too. Ends with 0 even when a target is missed.`;

await runBench(
  {
    name: 'bench:drift',
    about,
    subjects,
    peers: [],
    quick: 'fewer weeks, runs and seeds: about two minutes',
    full: '100 weeks of every world, more runs and seeds: an hour on one core',
    child: fileURLToPath(new URL('./child.js', import.meta.url)),
  },
  process.argv.slice(2),
);

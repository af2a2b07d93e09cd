// npm run bench:retrain: what the whole loop is worth, beside the ways to retrain that need no proof.
import { fileURLToPath } from 'node:url';
import { runBench } from '../bench.ts';
import { subjects } from './subjects/index.ts';

const about = `Walks streams with the whole loop of retraining (evidence, tournament, gate, probation, scheduled challengers), beside
doing nothing, the last label, retraining by the calendar and on every alarm; then tries the gate without drift and on wrong
labels. Fixed seeds: the same figures on every machine. DRIFT_DATA names a folder of CSV and ARFF files to walk along too.
Ends with 0 even when a target is missed.`;

await runBench(
  {
    name: 'bench:retrain',
    about,
    subjects,
    peers: [],
    quick: 'one seed a stream, fewer resamples: about two minutes',
    full: 'twenty seeds a stream, 1,000 resamples: an hour on one core',
    child: fileURLToPath(new URL('./child.js', import.meta.url)),
  },
  process.argv.slice(2),
);

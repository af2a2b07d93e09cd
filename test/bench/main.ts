// npm run bench: one table of what Vigie promises about speed, measured here and now, peers in turn.
import { fileURLToPath } from 'node:url';
import { runBench } from './bench.ts';
import { requirements } from './python.ts';
import { subjects } from './subjects/index.ts';

const about = `Measures Vigie and, where Python with numpy, scipy, scikit-learn and pandas is there, its peers: in turn, on the same
data, on this machine. Ends with 0 even when a target is missed, with 1 when an answer was wrong.`;

await runBench(
  {
    name: 'bench',
    about,
    subjects,
    peers: [requirements.numbers],
    quick: 'smaller sizes, fewer rounds: about two minutes',
    full: "also ml-logistic-regression's own train(), which takes half a minute for 1,000 rows",
    child: fileURLToPath(new URL('./child.js', import.meta.url)),
  },
  process.argv.slice(2),
);

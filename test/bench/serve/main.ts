// npm run bench:serve: what an answer of /predict costs and how soon it comes, beside the least it could cost and the
// original's stack.
import { fileURLToPath } from 'node:url';
import { runBench } from '../bench.ts';
import { requirements } from '../python.ts';
import { subjects } from './subjects/index.ts';

const about = `Measures /predict of the built product (rows validated, counted, logged and kept) over loopback, in turn with a bare
node:http server and, where Python with FastAPI, uvicorn and scikit-learn is there, the original's stack. Answers are
compared before times. Linux only. Ends with 0 even when a target is missed, with 1 when an answer was wrong.`;

await runBench(
  {
    name: 'bench:serve',
    about,
    subjects,
    peers: [requirements.numbers, requirements.serving],
    quick: 'one short round, smaller background work: about a minute',
    full: 'the same as without',
    child: fileURLToPath(new URL('./child.js', import.meta.url)),
  },
  process.argv.slice(2),
);

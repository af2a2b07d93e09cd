// A case of npm run bench:retrain.
import { answerWith } from '../answer.ts';
import { subjects } from './subjects/index.ts';

await answerWith(subjects, process.argv.slice(2));

// Reads one file into typed columns in a fresh process, for its memory. Argument: the file.

import { ownCost } from '../cost.ts';
import { readColumns } from '../csv.ts';

const columns = await readColumns(process.argv[2] ?? '');
const [first = new Float64Array()] = columns.values();
process.stdout.write(JSON.stringify({ rows: first.length, ...ownCost() }));

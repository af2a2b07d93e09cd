// The inside of the thread that draws: a chart comes, a PNG goes. What fails ends it, and charts.ts starts another.
import { parentPort } from 'node:worker_threads';
import type { Chart } from '../../core/cards/chart.ts';
import { toSvg } from './draw.ts';
import { paint } from './paint.ts';

parentPort?.on('message', (chart: Chart) => {
  parentPort?.postMessage(Uint8Array.from(paint(toSvg(chart))));
});

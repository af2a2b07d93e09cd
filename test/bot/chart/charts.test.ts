// Drawing in a thread of its own: from the build, as it is shipped, and with threads that fail.
import { threadId } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { type Charts, createCharts } from '../../../bot/chart/charts.ts';
import { toSvg } from '../../../bot/chart/draw.ts';
import { paint } from '../../../bot/chart/paint.ts';
import { recordLog } from '../../fakes/discord/bot.ts';
import { createManualClock } from '../../fakes/discord/manual-clock.ts';
import { chartWith, lineOf, noon, scores } from './drawing.ts';

const chart = chartWith([scores({ lines: [lineOf([0.1, 0.3])] })]);
const other = chartWith([scores({ lines: [lineOf([0.1, 0.2])] })]);

const built = new URL('../../../dist/bot/chart/painter.js', import.meta.url);
const bundled = new URL('../../../dist/bundle/painter.js', import.meta.url);
const thread = (code: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, threadId } from 'node:worker_threads';${code}`)}`,
  );
/** Answers with the id of its thread, and how many charts it has been given. */
const counting = thread(
  'let n = 0; parentPort.on("message", () => parentPort.postMessage(Uint8Array.of(threadId, ++n)));',
);

describe('charts', () => {
  const log = recordLog();
  const clock = createManualClock(noon);
  let charts: Charts;
  afterEach(() => charts.stop());

  const chartsBy = (painter: URL) => {
    charts = createCharts({ clock, log, painter });
    return charts;
  };

  it.each([
    ['the build', built],
    ['the bundle', bundled],
  ])('are the pictures that %s paints', async (_, painter) => {
    const picture = await chartsBy(painter).draw(chart);
    expect(picture).toMatchObject({
      alt: 'A picture',
      name: expect.stringMatching(/^demo-drift-\w{10}\.png$/),
    });
    expect(Buffer.from(picture?.png ?? []).equals(paint(toSvg(chart)))).toBe(true);
  });

  it('are drawn in another thread, one after another', async () => {
    const drawing = chartsBy(counting);
    const pictures = await Promise.all([drawing.draw(chart), drawing.draw(other)]);
    const [first, second] = pictures.map((picture) => [...(picture?.png ?? [])]);
    expect(first?.[0]).not.toBe(threadId);
    expect([first?.[1], second?.[1]]).toEqual([1, 2]);
    expect(second?.[0]).toBe(first?.[0]);
  });

  it('are drawn once, and have a name of their own for every content', async () => {
    const drawing = chartsBy(counting);
    const first = await drawing.draw(chart);
    const names = [await drawing.draw(other), await drawing.draw(structuredClone(chart))];
    expect(names[1]).toEqual(first);
    expect(names[0]?.name).not.toBe(first?.name);
  });

  it('let their thread go when nothing is drawn for two seconds, and start another', async () => {
    const drawing = chartsBy(counting);
    const before = await drawing.draw(chart);
    await clock.sleeping(2_000);
    clock.advance(2_000);
    const after = await drawing.draw(other);
    expect(after?.png[1]).toBe(1);
    expect(after?.png[0]).not.toBe(before?.png[0]);
  });

  it.each([
    [
      'throws',
      thread('parentPort.on("message", () => { throw new Error("out of paint"); });'),
      'out of paint',
    ],
    ['ends', thread('parentPort.on("message", () => process.exit(3));'), 'has ended'],
    ['does not exist', new URL('file:///nowhere/painter.js'), 'nowhere'],
    [
      'runs out of memory',
      thread('const all = []; for (;;) all.push(new Array(1e5).fill(0.5 + all.length));'),
      'memory',
    ],
  ])('are none where the thread %s, which is logged', async (_, painter, reason) => {
    expect(await chartsBy(painter).draw(chart)).toBeNull();
    expect(log.text()).toContain(reason);
  });

  it('are none where the thread takes too long, and the next one is drawn again', async () => {
    const slow =
      'parentPort.on("message", ({ title }) => { if (title === "slow") for (;;); parentPort.postMessage(Uint8Array.of(1)); });';
    const drawing = chartsBy(thread(slow));
    const never = drawing.draw(chartWith([], { title: 'slow' }));
    const next = drawing.draw(chart);
    await clock.sleeping(10_000);
    clock.advance(10_000);
    expect(await never).toBeNull();
    expect(await next).toMatchObject({ png: Uint8Array.of(1) });
    expect(log.text()).toContain('no picture within 10000 ms');
  });
});

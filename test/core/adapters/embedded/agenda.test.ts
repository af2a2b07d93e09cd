// The real Agenda and its MongoDB backend on the embedded store.

import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Opened, openEmbedded } from './opened.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openEmbedded({ clock: Date });
});
afterEach(() => opened.close());

async function ready(agenda: Agenda): Promise<Agenda> {
  await agenda.ready;
  return agenda;
}
const newAgenda = (): Promise<Agenda> =>
  ready(new Agenda({ backend: new MongoBackend({ mongo: opened.db }), processEvery: 50 }));

describe('Agenda', () => {
  it('runs a job once, with its data, and notes that it finished', async () => {
    const agenda = await newAgenda();
    const ran: unknown[] = [];
    agenda.define('greet', async (job: Job<{ name: string }>) => {
      ran.push(job.attrs.data);
    });
    const completed = new Promise((resolve) => agenda.once('complete:greet', resolve));
    await agenda.start();
    await agenda.now('greet', { name: 'Ada' });
    await completed;
    await agenda.stop();
    expect(ran).toEqual([{ name: 'Ada' }]);
    const [stored] = await opened.db.collection('agendaJobs').find({ name: 'greet' }).toArray();
    expect(stored).toMatchObject({ type: 'normal', nextRunAt: null, lockedAt: null, failCount: null });
    expect(stored?.['lastFinishedAt']).toBeInstanceOf(Date);
  });

  it('stores a repeating job once, whoever asks for it', async () => {
    const agendas = await Promise.all([newAgenda(), newAgenda()]);
    for (const agenda of agendas) agenda.define('patrol', async () => undefined);
    for (const agenda of agendas)
      await agenda.every('*/2 * * * *', 'patrol', { watch: 'demo' }, { timezone: 'Europe/Paris' });
    const jobs = await opened.db.collection('agendaJobs').find().toArray();
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({
      name: 'patrol',
      type: 'single',
      repeatInterval: '*/2 * * * *',
      repeatTimezone: 'Europe/Paris',
    });
    expect(jobs[0]?.['nextRunAt'].getTime() % 120_000).toBe(0);
    const { jobs: listed, total } = await (agendas[0] as Agenda).queryJobs({ name: 'patrol' });
    expect(total).toBe(1);
    expect(listed[0]).toMatchObject({ state: 'repeating' });
  });

  it('gives a due job to one of many workers, until its lock is too old', async () => {
    const backends = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const backend = new MongoBackend({ mongo: opened.db });
        await backend.connect();
        return backend;
      }),
    );
    const agenda = await newAgenda();
    agenda.define('patrol', async () => undefined);
    await agenda.every('*/2 * * * *', 'patrol');
    const due = new Date('2026-01-02T00:00:00Z');
    await opened.db.collection('agendaJobs').updateOne({ name: 'patrol' }, { $set: { nextRunAt: due } });
    const later = (minutes: number): Date => new Date(due.getTime() + minutes * 60_000);
    const take = (now: Date, deadline: Date): Promise<unknown[]> =>
      Promise.all(
        backends.map(({ repository }) => repository.getNextJobToRun('patrol', now, deadline, now, undefined)),
      );
    const given = async (now: Date, deadline: Date): Promise<number> =>
      (await take(now, deadline)).filter((job) => job !== undefined).length;
    expect(await given(later(1), later(-9))).toBe(1);
    expect(await given(later(2), later(-8))).toBe(0);
    expect(await given(later(12), later(2))).toBe(1);
  });

  it('keeps its log of job events', async () => {
    const agenda = await ready(
      new Agenda({ backend: new MongoBackend({ mongo: opened.db }), processEvery: 50, logging: true }),
    );
    agenda.define('fails', async () => {
      throw new Error('on purpose');
    });
    const failed = new Promise((resolve) => agenda.once('fail:fails', resolve));
    await agenda.start();
    await agenda.now('fails', {});
    await failed;
    await agenda.stop();
    const logged = async (): Promise<unknown[]> => opened.db.collection('agenda_logs').distinct('event');
    await expect.poll(logged).toEqual(expect.arrayContaining(['start', 'fail']));
    expect(await opened.db.collection('agendaJobs').findOne({ name: 'fails' })).toMatchObject({
      failReason: 'on purpose',
      failCount: 1,
    });
  });
});

// When a process is killed: at a write to its store, a call to MLflow, or a call to Discord, counted from where we listen.
import type { FakeDiscord } from '../fakes/discord/server.ts';
import type { FakeMlflow } from '../fakes/mlflow.ts';
import type { StoreLine } from './store-line.ts';

/** Where the blow falls, and whether what was asked for is done all the same. */
export interface Strike {
  readonly at: 'store' | 'mlflow' | 'discord';
  /** The write, or the method and the path; its n-th one, from 1. */
  readonly what: string;
  readonly nth: number;
  readonly done: boolean;
  /** Milliseconds after it, and only after it was heard of. */
  readonly after?: number;
}

interface Ears {
  readonly discord: FakeDiscord;
  readonly mlflow: FakeMlflow;
  /** Who hears of the calls to MLflow from now on. */
  readonly onCall: (told: (call: string) => void) => void;
  readonly line: StoreLine;
  readonly strike: Strike | null;
  readonly kill: () => void;
  readonly heard: (step: Pick<Strike, 'at' | 'what'>) => void;
}

/** Listens to all that a process asks for, tells it, and kills that process at the strike. */
export function listen({ line, discord, mlflow, onCall, strike, kill, heard }: Ears): void {
  const seen = new Map<string, number>();
  const hit = (at: Strike['at'], what: string): boolean => {
    const nth = (seen.get(`${at} ${what}`) ?? 0) + 1;
    seen.set(`${at} ${what}`, nth);
    heard({ at, what });
    return strike?.at === at && strike.what === what && strike.nth === nth;
  };
  line.hear((write) => {
    if (!hit('store', write)) return null;
    if (strike?.after === undefined) return strike?.done === true ? 'unheard' : 'lost';
    setTimeout(kill, strike.after);
    return null;
  }, kill);
  // First the blow, then the cut: the process must not live to see its connection go.
  onCall((call) => {
    if (!hit('mlflow', call.replace(/\/[0-9a-f]{32}\b/g, '/:id'))) return;
    kill();
    mlflow.plant(0, strike?.done === true ? 'lose' : 'drop');
  });
  discord.events.on('request', ({ method, path }: { method: string; path: string }) => {
    if (method === 'GET' || !hit('discord', `${method} ${path.replace(/\d{10,}/g, ':id')}`)) return;
    kill();
    discord.fail({ path: /./, with: strike?.done === true ? 'lose' : 'drop' });
  });
}

// When each of several processes goes by a version that has just become champion.
import { systemClock } from '../../core/adapters/system.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import type { Six } from './six.ts';
import type { Vigie } from './vigie.ts';

/** Often enough to tell a second from two, and seldom enough to leave six processes the machine. */
const questionsApartMs = 200;

const predictedBy = async ({ post }: Vigie) =>
  (await post('/predict', { watch: 'desk', x: 0.5, y: 0 })).body['version'];
const shownBy = async ({ get }: Vigie) =>
  ((await get('/watches/desk')).body['champion'] as { version: number }).version;
const measuredBy = async ({ url }: Vigie) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ml_model_info\{watch="desk",version="(\d+)"\} 1$/m.exec(text)?.[1]);
};

/** What the bot that leads says of the watch "desk". */
export const shownByBot = async (discord: FakeDiscord) =>
  JSON.stringify((await discord.command('status', { watch: 'desk' })).embeds);

interface Teller {
  readonly who: string;
  readonly sees: (version: number) => Promise<boolean>;
}

/** Whoever can be asked which version of "desk" serves: each process by itself in three ways, and the bot that leads. */
function tellers({ apis, bots, workers }: Six, discord: FakeDiscord): Teller[] {
  const roles = { api: apis, bot: bots, jobs: workers };
  const asked = { '/predict': predictedBy, '/watches': shownBy, '/metrics': measuredBy };
  const own = Object.entries(roles).flatMap(([role, pair]) =>
    pair.flatMap((vigie, at) =>
      Object.entries(asked).map(([path, ask]) => ({
        who: `${role} ${at + 1} by ${path}`,
        sees: async (version: number) => (await ask(vigie)) === version,
      })),
    ),
  );
  const bot = async (version: number) => (await shownByBot(discord)).includes(`v${version}`);
  return [...own, { who: 'Discord', sees: bot }];
}

/** When the first question was asked that was answered so: how long a busy machine takes for the answer is another matter. */
async function firstTrue(holds: () => Promise<boolean>): Promise<number> {
  for (;;) {
    const asked = systemClock.now();
    if (await holds()) return asked;
    await systemClock.sleep(questionsApartMs);
  }
}

/**
 * Asks everybody while `promote` makes `version` the champion of "desk": for each, the milliseconds from the moment it
 * became that until the question that is answered with it.
 */
export async function seenBy(
  six: Six,
  discord: FakeDiscord,
  { version, promote }: { version: number; promote: () => Promise<unknown> },
) {
  const seen = tellers(six, discord).map(async ({ who, sees }) => ({
    who,
    at: await firstTrue(() => sees(version)),
  }));
  await promote();
  const moments = await Promise.all(seen);
  const { body } = await six.apis[0].get('/watches/desk/champion');
  const { since } = body as { since: number };
  return moments.map(({ who, at }) => ({ who, ms: at - since }));
}

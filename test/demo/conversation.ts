// What a team says to Vigie in the demonstration, and what it waits for.
import { setTimeout as pause } from 'node:timers/promises';
import { flat, isLink, kinds } from '../fakes/discord/components.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import type { Asker, FakeMessage } from '../fakes/discord/state.ts';
import type { Vigie } from '../flows/vigie.ts';

const manageServer = 1n << 5n;
const ada: Asker = { name: 'ada', user: '1300000000000000501', permissions: manageServer };
const grace: Asker = { name: 'grace', user: '1300000000000000502' };

const patrolEveryMs = 3_000;
const mostPatrols = 40;
const answerWithinMs = 10_000;

export interface Scene {
  readonly discord: FakeDiscord;
  readonly vigie: Vigie;
  /** Says what happens outside of Discord. */
  tell(text: string): void;
}

/** One life of a watch: asked about, turned, alarmed, retrained, asked again. */
export async function converse(scene: Scene): Promise<void> {
  const { discord, tell } = scene;
  await until(() => titled(discord, 'Trained demo v1') && discord.commands(discord.guildId).length > 0);
  tell('A first champion stands. The team looks around.');
  await discord.command('status', {}, grace);
  await discord.command('drift', { watch: 'demo', run: 'now' }, ada);
  const features = 'amount=90, minutes=8, rating=650, load=0.5, channel=app';
  await discord.command('predict', { watch: 'demo', features }, grace);

  tell('Someone without the role tries to retrain: only they see the refusal.');
  await discord.command('retrain', { watch: 'demo' }, grace);

  tell('Now the world turns: what two of the features mean is reversed.');
  await discord.command('simulate', { scenario: 'concept', watch: 'demo' }, ada);
  tell(`Patrols come every two minutes; here they are asked for every ${patrolEveryMs / 1_000} s.`);
  await patrolUntil(scene, () => titled(discord, 'Retrained v1 -> v2'));
  tell('The new version serves on probation: the old one answers the next labelled rows beside it.');
  await patrolUntil(scene, () => titled(discord, 'drift answered'));
  await discord.command('drift', { watch: 'demo' }, ada);
  await pressOne(scene);
  await discord.command('status', {}, grace);
}

const titled = (discord: FakeDiscord, text: string) =>
  discord.messages().some(({ embeds }) => embeds[0]?.title?.includes(text) === true);

async function patrolUntil({ vigie, tell }: Scene, done: () => boolean): Promise<void> {
  for (let patrol = 0; patrol < mostPatrols && !done(); patrol++) {
    await vigie.post('/drift-check', { watch: 'demo' });
    await pause(patrolEveryMs);
  }
  if (!done()) tell('No better model was found in two minutes; the watch stays in drift.');
}

/** The first button that may be pressed on the newest card of an incident, if there is one. */
async function pressOne({ discord, tell }: Scene): Promise<void> {
  const card = discord.messages().findLast((message) => buttonOf(message) !== undefined);
  const label = card === undefined ? undefined : buttonOf(card);
  if (card === undefined || label === undefined) return;
  tell(`ada presses "${label}" on "${card.embeds[0]?.title ?? ''}".`);
  const played = discord.play({ press: card, button: label }, ada);
  const answered = Promise.race([played.answer(), played.modal()]).then(() => true);
  if (!(await Promise.race([answered, pause(answerWithinMs, false)])))
    tell('Nothing came of it: Discord would say "This interaction failed".');
}

const buttonOf = ({ components }: FakeMessage) =>
  flat(components).find((one) => one.type === kinds.button && !isLink(one) && one.disabled !== true)?.label;

async function until(check: () => boolean): Promise<void> {
  while (!check()) await pause(50);
}

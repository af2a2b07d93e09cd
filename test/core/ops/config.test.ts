// /config from the environment to the screens: what holds, who decided it, and never a secret.
import { afterEach, describe, expect, it } from 'vitest';
import { markdownCard } from '../../../bot/card-markdown.ts';
import { toEmbed } from '../../../bot/embed.ts';
import { renderCard } from '../../../bot/terminal.ts';
import { configCard } from '../../../core/cards/config.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { createOps } from '../../../core/ops/index.ts';
import { callerOf, openStage, refusalOf, type Stage } from '../../flows/stage.ts';
import { configOf } from '../reading-config.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin', 'shell');

/** Every secret there is, each with a word of its own. */
const secrets = {
  MONGODB_URI: 'mongodb://me:canary-mongo@db',
  API_TOKENS: 'ci:operate:canary-0123456789abcdef-0123456789',
  METRICS_TOKEN: 'canary-metrics-0123456789-0123456789',
  DISCORD_TOKEN: 'canary-bot',
  DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/1/canary-webhook',
  MLFLOW_TRACKING_URI: 'https://me:canary-uri@mlflow.example',
  MLFLOW_TRACKING_PASSWORD: 'canary-password',
  MLFLOW_TRACKING_TOKEN: 'canary-token',
};

describe('the configuration', () => {
  it('is shown by every renderer without any secret', async () => {
    const others = { MLFLOW_TRACKING_USERNAME: 'me', DISCORD_APP_ID: '12345', DISCORD_CHANNEL_ID: '12345' };
    const { setup } = configOf({ ...secrets, ...others });
    stage = await openStage();
    const ops = createOps({ ...stage.world, setup: { ...setup, node: 'v20.19.0' } });
    const result = await ops.config({}, admin);
    for (const locale of ['en', 'fr']) {
      const words = wordsOf(locale);
      const card = configCard(result, { words, at: result.at });
      const look = { width: 110, colour: false, now: result.at, timezone: 'UTC', words };
      const screens = [
        JSON.stringify(card),
        JSON.stringify(toEmbed(card)),
        renderCard(card, look),
        markdownCard(card, look),
        JSON.stringify(result),
      ];
      for (const screen of screens) {
        expect(screen).toContain('MONGODB');
        expect(screen).not.toContain('canary');
      }
    }
  });

  it('has who replaced a threshold, from where and since when', async () => {
    stage = await openStage();
    await stage.ops.threshold({ value: 0.4 }, admin);
    const { watches } = await stage.ops.config({ watch: 'shop' }, admin);
    const override = { value: 0.4, by: 'ada', at: stage.clock.now() };
    expect(watches).toMatchObject([
      { name: 'shop', threshold: 0.25, replaced: { threshold: override }, source: 'file' },
    ]);
  });

  it('is for admins', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.config({}, callerOf('operator')))).code).toBe('forbidden');
    expect((await refusalOf(stage.ops.config({ watch: 'none' }, admin))).code).toBe('unknown_watch');
    // It changes nothing.
    expect((await stage.ops.history({ kind: 'audit' }, admin)).lines).toEqual([]);
  });
});

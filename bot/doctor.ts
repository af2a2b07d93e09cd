// Whether cards and commands will arrive: the bot by its token, or the webhook by its address.

import { doubtful, type Finding, failure, fine, wrong } from '../core/doctor/finding.ts';
import { AppError } from '../core/errors.ts';
import { channelFacts, whoIs } from './examine.ts';
import { inviteLink } from './invite.ts';
import { tokenForm } from './token-form.ts';
import { webhookName } from './webhook.ts';

interface DiscordSettings {
  readonly DISCORD_TOKEN: string;
  readonly DISCORD_APP_ID: string;
  readonly DISCORD_GUILD_ID: string;
  readonly DISCORD_CHANNEL_ID: string;
  readonly DISCORD_WEBHOOK_URL: string;
  readonly DISCORD_API_BASE_URL: string;
  readonly watches: readonly { readonly channel: string | null }[];
}

/** @throws AppError with its remedy, for what nothing else can be asked without */
export async function discordCheck(settings: DiscordSettings): Promise<Finding[]> {
  if (settings.DISCORD_TOKEN !== '') return bot(settings);
  if (settings.DISCORD_WEBHOOK_URL !== '') return [await webhook(settings)];
  return [
    fine('Discord', 'not configured (DISCORD_TOKEN or DISCORD_WEBHOOK_URL): cards go to the terminal.'),
  ];
}

async function bot(settings: DiscordSettings): Promise<Finding[]> {
  const form = tokenForm(settings.DISCORD_TOKEN);
  // Another server's tokens have another form.
  if ('fault' in form && settings.DISCORD_API_BASE_URL === '')
    return [wrong('Discord', `DISCORD_TOKEN ${form.fault}.`, form.remedy)];
  const access = { token: settings.DISCORD_TOKEN, apiBaseUrl: settings.DISCORD_API_BASE_URL || null };
  const { botId, appId } = await whoIs(access);
  const channels = new Set([settings.DISCORD_CHANNEL_ID, ...settings.watches.map(({ channel }) => channel)]);
  const named = [...channels].filter((id) => id !== null && id !== '').map(String);
  const seen = named.map((id) => channel(settings, { access, botId, id }));
  return [application(settings, appId), ...(await Promise.all(seen)).flat()];
}

function application({ DISCORD_APP_ID: wanted }: DiscordSettings, appId: string): Finding {
  if (appId === wanted)
    return fine('Discord', 'The token is accepted, and is of the application in DISCORD_APP_ID.');
  const remedy = `Set DISCORD_APP_ID to ${appId}, or copy the token of the other application.`;
  return wrong(
    'Discord',
    `DISCORD_TOKEN is of the application ${appId}, DISCORD_APP_ID names ${wanted}.`,
    remedy,
  );
}

async function channel(
  settings: DiscordSettings,
  { access, botId, id }: { access: Parameters<typeof whoIs>[0]; botId: string; id: string },
): Promise<Finding[]> {
  const check = 'channel';
  try {
    const { name, guildId, missing } = await channelFacts(access, botId, id);
    const guild = settings.DISCORD_GUILD_ID;
    const elsewhere =
      guild === '' || guild === guildId
        ? []
        : [
            wrong(
              check,
              `#${name} is in the server ${guildId}, DISCORD_GUILD_ID names ${guild}.`,
              'Name the server of the channel, or a channel of that server.',
            ),
          ];
    return [...elsewhere, permitted(settings, `#${name}`, missing)];
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const remedy = `${cause.remedy} The link that invites the bot: ${inviteLink(settings.DISCORD_APP_ID)}`;
    return [failure(check, { message: cause.message, remedy })];
  }
}

type Missing = Awaited<ReturnType<typeof channelFacts>>['missing'];

function permitted({ DISCORD_APP_ID }: DiscordSettings, where: string, missing: Missing): Finding {
  if (missing.length === 0) return fine('channel', `The bot may do in ${where} all it does.`);
  // ViewChannel -> View Channel, as Discord's own settings have it.
  const names = missing.map(({ name }) => name.replace(/([a-z])([A-Z])/g, '$1 $2')).join(', ');
  const remedy = `Allow it in the permissions of the channel, or invite the bot again: ${inviteLink(DISCORD_APP_ID)}`;
  if (missing.some(({ needed }) => needed))
    return wrong('channel', `The bot lacks in ${where}: ${names}. No card arrives.`, remedy);
  return doubtful(
    'channel',
    `The bot lacks in ${where}: ${names}. Cards arrive without what needs it.`,
    remedy,
  );
}

async function webhook({ DISCORD_WEBHOOK_URL, DISCORD_API_BASE_URL }: DiscordSettings): Promise<Finding> {
  const name = await webhookName(DISCORD_WEBHOOK_URL, DISCORD_API_BASE_URL || null);
  return fine('Discord', `The webhook "${name}" is there: cards without commands.`);
}

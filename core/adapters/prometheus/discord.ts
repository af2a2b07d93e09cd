// The bot: how fast it answers, how it is connected, and what Discord makes it wait for.
import type { DiscordMetrics, Ending, LimitScope } from '../../metrics.ts';
import { type Makers, observe, set } from './meter.ts';

const endings: readonly Ending[] = ['ok', 'refused', 'failed'];
const scopes: readonly LimitScope[] = ['user', 'global', 'shared'];
/** Discord forgets an interaction that has no answer after 3 s. */
const acks = [0.1, 0.25, 0.5, 1, 2, 3];
const durations = [0.25, 1, 2.5, 10, 60, 300];

export function discordMetrics({ gauge, counter, histogram }: Makers): DiscordMetrics {
  const interactions = counter(
    'discord_interactions_total',
    'Interactions, by command or kind',
    'command',
    'result',
  );
  const acknowledged = histogram('discord_interaction_ack_seconds', {
    help: 'From the arrival of an interaction to the end of the first answer; the limit is 3 s',
    buckets: acks,
  });
  const took = histogram('discord_interaction_duration_seconds', {
    help: 'From the arrival of an interaction to its last answer',
    buckets: durations,
  });
  const up = gauge('discord_gateway_up', '1 while this process holds an open connection to Discord');
  // A gauge without labels would say 0 of a process that has no bot.
  up.remove();
  const ping = gauge('discord_gateway_ping_seconds', 'Last round trip on the connection to Discord');
  ping.remove();
  const lost = counter('discord_gateway_disconnects_total', 'Connections to Discord that ended', 'reason');
  const limited = counter(
    'discord_rest_rate_limited_total',
    'Requests to Discord that had to wait for a rate limit',
    'scope',
  );
  for (const reason of ['lost', 'closed']) lost.inc({ reason }, 0);
  for (const scope of scopes) limited.inc({ scope }, 0);
  return {
    listening(commands) {
      for (const command of [...commands, 'other'])
        for (const result of endings) interactions.inc({ command, result }, 0);
    },
    acknowledged: (seconds) => observe(acknowledged, {}, seconds),
    interactionEnded(command, result, seconds) {
      interactions.inc({ command, result });
      observe(took, {}, seconds);
    },
    gatewayIs(connected, pingSeconds) {
      up.set(connected ? 1 : 0);
      set(ping, {}, pingSeconds);
    },
    disconnected: (reason) => lost.inc({ reason }),
    rateLimited: (scope) => limited.inc({ scope }),
  };
}

// What a member may do in a channel. Pure.
// https://discord.com/developers/docs/topics/permissions#permission-overwrites
import { PermissionFlagsBits } from 'discord.js';

interface Overwrite {
  /** Of a role or a member. */
  readonly id: string;
  readonly allow: bigint;
  readonly deny: bigint;
}

interface Standing {
  /** Its id is also that of the role everyone has. */
  readonly guildId: string;
  readonly owns: boolean;
  readonly memberId: string;
  readonly roleIds: readonly string[];
  /** Permissions of the server's roles. */
  readonly roles: ReadonlyMap<string, bigint>;
  readonly overwrites: readonly Overwrite[];
}

const everything = ~0n;

export function allowedIn({ guildId, owns, memberId, roleIds, roles, overwrites }: Standing): bigint {
  const held = [guildId, ...roleIds];
  const base = held.reduce((all, id) => all | (roles.get(id) ?? 0n), 0n);
  if (owns || (base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const of = (...ids: readonly string[]) => {
    const own = overwrites.filter(({ id }) => ids.includes(id));
    return {
      deny: own.reduce((all, { deny }) => all | deny, 0n),
      allow: own.reduce((all, { allow }) => all | allow, 0n),
    };
  };
  // Everyone first, then all roles together, then the member: what comes later wins.
  return [of(guildId), of(...roleIds), of(memberId)].reduce(
    (bits, { deny, allow }) => (bits & ~deny) | allow,
    base,
  );
}

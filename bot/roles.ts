// Who a member of the Discord server is to Vigie. Pure. Discord's own command permissions are a convenience
// of its interface: this is what decides.
import { PermissionFlagsBits } from 'discord.js';
import type { Role } from '../core/ops/operation.ts';

export interface RoleSettings {
  readonly operatorRoleIds: readonly string[];
  readonly adminRoleIds: readonly string[];
}

/** Role ids and the permission bits of whoever asks; none of either outside a server. */
export interface Member {
  readonly roleIds: readonly string[];
  readonly permissions: bigint;
}

/**
 * Admin: one of the admin roles or, when none is configured, Manage Server. Operator: one of the operator roles,
 * or Manage Server. Everybody else may look and predict.
 */
export function roleOf(member: Member, settings: RoleSettings): Role {
  const holds = (ids: readonly string[]) => ids.some((id) => member.roleIds.includes(id));
  const manages =
    (member.permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
  if (holds(settings.adminRoleIds) || (settings.adminRoleIds.length === 0 && manages)) return 'admin';
  return manages || holds(settings.operatorRoleIds) ? 'operator' : 'viewer';
}

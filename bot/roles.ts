// Who a member of the Discord server is to Vigie. Pure. Discord's own command permissions are a convenience
// of its interface: this is what decides.
import { PermissionFlagsBits } from 'discord.js';
import type { Role } from '../core/ops/operation.ts';

export interface RoleSettings {
  readonly operatorRoleIds: readonly string[];
  readonly adminRoleIds: readonly string[];
  /** Added by command to whoever is admin without it: it can lock nobody out. */
  readonly moreAdminRoleIds?: readonly string[];
}

/** Role ids and the permission bits of whoever asks; none of either outside a server. */
export interface Member {
  readonly roleIds: readonly string[];
  readonly permissions: bigint;
}

/**
 * Admin: one of the admin roles or, when none is configured, Manage Server; and one of the roles that were added.
 * Operator: one of the operator roles, or Manage Server. Everybody else may look and predict.
 */
export function roleOf(member: Member, settings: RoleSettings): Role {
  const { adminRoleIds, moreAdminRoleIds = [], operatorRoleIds } = settings;
  const holds = (ids: readonly string[]) => ids.some((id) => member.roleIds.includes(id));
  const manages =
    (member.permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
  if (holds([...adminRoleIds, ...moreAdminRoleIds]) || (adminRoleIds.length === 0 && manages)) return 'admin';
  return manages || holds(operatorRoleIds) ? 'operator' : 'viewer';
}

import { expect, it } from 'vitest';
import { inviteLink } from '../../bot/invite.ts';

it('the invite link asks for both scopes and for exactly the permissions that are used', () => {
  // https://discord.com/developers/docs/topics/permissions: bits 10, 11, 14, 15, 16, 35 and 38.
  const bits = [10, 11, 14, 15, 16, 35, 38].reduce((all, bit) => all + 2 ** bit, 0);
  expect(bits).toBe(309_237_763_072);
  expect(inviteLink('123456789012345678')).toBe(
    `https://discord.com/oauth2/authorize?client_id=123456789012345678&scope=bot+applications.commands&permissions=${bits}`,
  );
});

// What a text that should be a bot's token looks like. Pure; nothing of it is repeated.

/** Three parts, of which the first is the id of the bot's user in base64url. */
const token = /^([\w-]{18,40})\.[\w-]{5,8}\.[\w-]{25,110}$/;

/** Where a bot's token is to be had. */
const where = 'In the Developer Portal under Bot, press Reset Token and copy what is shown.';

/** The id of the bot's user, or what the text is instead of a token. */
export function tokenForm(text: string): { botId: string } | { fault: string; remedy: string } {
  if (/^(Bot|Bearer) /i.test(text))
    return { fault: 'begins with a word before the token', remedy: 'Leave the word away.' };
  if (/^["'].*["']$/.test(text)) return { fault: 'stands in quotes', remedy: 'Leave the quotes away.' };
  if (/^[0-9a-f]{64}$/.test(text)) return { fault: 'is the public key of the application', remedy: where };
  if (/^\d{17,20}$/.test(text)) return { fault: 'is an id', remedy: where };
  if (/^[\w-]{32}$/.test(text)) return { fault: 'is the client secret of the application', remedy: where };
  const first = token.exec(text)?.[1];
  const botId = first === undefined ? '' : Buffer.from(first, 'base64url').toString('latin1');
  if (/^\d{17,20}$/.test(botId)) return { botId };
  return { fault: 'has not the form of a bot token (three parts with dots between them)', remedy: where };
}

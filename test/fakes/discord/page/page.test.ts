import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, idIn, pathsOf, type Send } from '../client.ts';
import { type FakeDiscord, startFakeDiscord } from '../server.ts';
import { embedHtml } from './embed.ts';
import { inline, markdown, type Names } from './markdown.ts';

const names: Names = {
  now: Date.UTC(2024, 0, 1, 12),
  nameOf: (id) => (id === '7' ? 'grace' : null),
};
const seconds = (at: number) => Math.round(at / 1_000);

describe("Discord's Markdown on the page", () => {
  it.each([
    ['**bold** and `a **code**`', '<strong>bold</strong> and <code>a **code**</code>'],
    ['*em* _em_ __under__ ~~gone~~', '<em>em</em> <em>em</em> <u>under</u> <s>gone</s>'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['\\*no\\* \\_marks\\_', '*no* _marks_'],
    ['[run 7](https://mlflow.example/a_b)', '<a href="https://mlflow.example/a_b">run 7</a>'],
    ['[no](javascript:alert)', '[no](javascript:alert)'],
    ['<@7> <@8> @everyone', ['@grace', '@unknown-user', '@everyone']],
  ])('makes of %s', (text, expected) => {
    const html = inline(text, names);
    const spans = (words: readonly string[]) => words.map((one) => `<span class="mention">${one}</span>`);
    expect(html).toBe(typeof expected === 'string' ? expected : spans(expected).join(' '));
  });

  it('shows times as who reads would see them', () => {
    const at = seconds(names.now);
    expect(inline(`<t:${at - 90}:R>`, names)).toContain('>2 minutes ago<');
    expect(inline(`<t:${at + 3_600}:R>`, names)).toContain('>in 1 hour<');
    expect(inline(`<t:${at}:f>`, names)).toContain('1 January 2024');
  });

  it('keeps code blocks, headings, lists and lines apart', () => {
    expect(markdown('# Head\none\ntwo\n- a\n```ts\nx  y\n```', names)).toBe(
      '<h1>Head</h1>one<br>two<br><li>a</li><pre>x  y</pre>',
    );
  });

  it('lets nothing that a person wrote become markup', () => {
    const evil = '<script>alert(1)</script> `<b>` [x](https://a.example/"onclick=) ```<i>```';
    expect(markdown(evil, names)).not.toMatch(/<(script|b|i)>|"onclick/);
  });
});

describe('an embed on the page', () => {
  const field = (name: string, inlined: boolean) => ({ name, value: 'v', inline: inlined });

  it('puts three inline fields in a row, two in halves, and others alone', () => {
    const fields = [...['a', 'b', 'c', 'd', 'e'].map((name) => field(name, true)), field('f', false)];
    const html = embedHtml({ color: 0xed4245, fields }, names, () => null);
    const spans = [...html.matchAll(/span (\d+)/g)].map(([, span]) => Number(span));
    expect(spans).toEqual([4, 4, 4, 6, 6, 12]);
    expect(html).toContain('border-left-color:#ed4245');
  });
});

describe('the page of a channel', () => {
  let discord: FakeDiscord;
  let send: Send;
  beforeEach(async () => {
    discord = await startFakeDiscord();
    send = clientOf(discord);
  });
  afterEach(() => discord.stop());

  const look = async (path = '') => {
    const response = await fetch(`${discord.pageUrl}${path}`);
    return { status: response.status, html: await response.text() };
  };
  const button = { type: 2, style: 4, label: 'Roll <back>', custom_id: 'v1:back', disabled: true };
  const menu = {
    type: 3,
    custom_id: 'v1:snooze',
    placeholder: 'Snooze',
    options: [{ label: '1 hour', value: '1h' }],
  };
  const rows = [
    { type: 1, components: [button] },
    { type: 1, components: [menu] },
  ];

  it('shows cards with pictures, buttons, menus and the thread below', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    const embeds = [{ title: 'Drift', image: { url: 'attachment://drift.png' } }];
    const attachments = [{ id: '0', description: 'score over time' }];
    const path = `/channels/${discord.channelId}/messages`;
    const id = idIn(
      await send('POST', path, { embeds, attachments, components: rows }, { 'drift.png': png }),
    );
    await send('POST', `${path}/${id}/threads`, { name: 'incident 1' });
    await send('POST', `/channels/${id}/messages`, { content: 'acknowledged by ada' });
    const { html } = await look();
    expect(html).toContain(`src="data:image/png;base64,${png.toString('base64')}" alt="score over time"`);
    expect(html).toContain('<button class="danger" disabled>Roll &lt;back&gt;</button>');
    expect(html).toMatch(/Snooze.*1 hour/);
    expect(html).toMatch(/incident 1.*1 Message.*acknowledged by ada/s);
    expect((await look(`channels/${id}`)).html).toContain('acknowledged by ada');
    expect((await look(`channels/${discord.channelId}?message=${id}`)).html).not.toContain('<nav>');
    expect(discord.page()).not.toContain('http-equiv');
    expect((await look('channels/1')).status).toBe(404);
  });

  it('says who asked, and which answer nobody else sees', async () => {
    const played = discord.play({ command: 'promote', options: { version: 8 } }, { name: 'grace' });
    const data = { content: 'Sure?', flags: 64 };
    await send('POST', pathsOf(discord, played).callback, { type: 4, data });
    const { html } = await look();
    expect(html).toMatch(/<b>grace<\/b> used <span class="cmd">\/promote<\/span>/);
    expect(html).toContain('Only you can see this');
  });

  it('hands out files where messages say they are', async () => {
    const path = `/channels/${discord.channelId}/messages`;
    const bytes = Buffer.from('a,b\n1,2\n');
    const { answer } = await send('POST', path, { content: 'rows' }, { 'rows.csv': bytes });
    const [{ url }] = Object(answer).attachments;
    expect((await look(String(url).slice(1))).html).toBe('a,b\n1,2\n');
  });
});

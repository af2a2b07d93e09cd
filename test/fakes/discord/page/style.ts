// Discord's dark theme, as far as our cards need it.

export const style = `
* { box-sizing: border-box; }
body { margin: 0; background: #313338; color: #dbdee1; display: flex; min-height: 100vh;
  font: 16px/1.375 "gg sans", Inter, "Noto Sans", "Helvetica Neue", Helvetica, Arial, "Noto Color Emoji", sans-serif;
  font-feature-settings: "calt" 0; }
a { color: #00a8fc; text-decoration: none; }
nav { width: 240px; flex: none; background: #2b2d31; padding: 0 8px; }
nav h1 { font-size: 16px; margin: 0 -8px 12px; padding: 13px 16px; border-bottom: 1px solid #1e1f22; color: #f2f3f5; }
nav a { display: block; color: #949ba4; padding: 5px 8px; border-radius: 4px; margin-bottom: 2px; font-weight: 500; }
nav a.here { background: #404249; color: #fff; }
nav a.thread-link { padding-left: 30px; font-size: 14px; }
main { flex: 1; min-width: 0; padding-bottom: 24px; }
header { padding: 12px 16px; border-bottom: 1px solid #26272b; font-weight: 600; color: #f2f3f5; margin-bottom: 12px; }
header span { color: #80848e; font-weight: 400; margin-right: 6px; font-size: 20px; line-height: 16px; }
.message { position: relative; padding: 2px 48px 2px 72px; margin: 17px 0 0; min-height: 48px; }
.message.hidden { background: rgba(88,101,242,.06); border-left: 2px solid #5865f2; padding-left: 70px; }
.message.pings { background: rgba(250,168,26,.08); }
.avatar { position: absolute; left: 16px; width: 40px; height: 40px; border-radius: 50%; overflow: hidden; margin-top: 2px; }
.who b, .inside b { color: #f2f3f5; font-weight: 600; }
.tag { background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; border-radius: 3px; padding: 1px 4px; margin: 0 6px; vertical-align: 1px; }
.when, .edited { color: #949ba4; font-size: 12px; }
.edited { font-size: 10px; }
.ref { color: #b5bac1; font-size: 14px; margin-bottom: 4px; position: relative; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; padding-left: 0; }
.message > .ref { overflow: visible; }
.message > .ref::before { content: ""; position: absolute; left: -36px; top: 9px; width: 30px; height: 12px; border-left: 2px solid #4e5058; border-top: 2px solid #4e5058; border-top-left-radius: 6px; }
.ref b { color: #f2f3f5; font-weight: 500; }
.face { display: inline-block; width: 16px; height: 16px; border-radius: 50%; color: #fff; text-align: center; font-size: 10px; line-height: 16px; font-weight: 600; text-transform: uppercase; vertical-align: 1px; margin-right: 2px; }
.cmd, .mention { color: #c9cdfb; background: rgba(88,101,242,.3); border-radius: 3px; padding: 0 3px; font-weight: 500; }
.time { background: rgba(255,255,255,.06); border-radius: 3px; padding: 0 2px; }
.embed { background: #2b2d31; border-left: 4px solid #1e1f22; border-radius: 4px; max-width: 520px; padding: 8px 16px 16px 12px; margin: 4px 0; font-size: 14px; line-height: 18px; overflow: hidden; overflow-wrap: anywhere; }
.embed .author { margin-top: 8px; font-weight: 600; color: #f2f3f5; }
.embed .title { margin-top: 8px; font-size: 16px; line-height: 22px; font-weight: 600; color: #f2f3f5; }
.embed .description { margin-top: 8px; }
.embed .fields { display: grid; grid-template-columns: repeat(12, 1fr); gap: 8px; margin-top: 8px; }
.embed .field { min-width: 0; }
.embed .name { font-weight: 600; color: #f2f3f5; margin-bottom: 2px; }
.embed .footer { margin-top: 8px; font-size: 12px; line-height: 16px; color: #dbdee1; }
.embed .thumbnail { float: right; width: 80px; border-radius: 4px; margin: 8px 0 0 16px; }
.image { display: block; max-width: 100%; border-radius: 4px; margin-top: 16px; }
.body > .image { max-width: 520px; margin-top: 4px; }
pre { background: #1e1f22; border: 1px solid #1a1b1e; border-radius: 4px; padding: 7px; margin: 6px 0 0; font: 12.25px/16px Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre-wrap; }
code { background: #1e1f22; border-radius: 4px; padding: 1px 4px; font: 85% Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; }
blockquote { margin: 2px 0; padding-left: 12px; border-left: 4px solid #4e5058; border-radius: 2px; }
li { margin-left: 18px; }
h1, h2, h3 { color: #f2f3f5; margin: 8px 0 4px; line-height: 1.3; }
main h1 { font-size: 24px; } main h2 { font-size: 20px; } main h3 { font-size: 16px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; max-width: 640px; }
button { border: 0; border-radius: 8px; color: #fff; font: 500 14px/18px inherit; font-family: inherit; font-size: 14px; font-weight: 500; padding: 7px 16px; min-height: 32px; }
.primary { background: #5865f2; } .secondary { background: #4e5058; } .success { background: #248046; } .danger { background: #da373c; }
button:disabled { opacity: .5; } .out { opacity: .8; }
.menu { width: 400px; background: #1e1f22; border: 1px solid #3f4147; border-radius: 8px; font-size: 14px; }
.menu summary { list-style: none; padding: 10px 12px; color: #949ba4; display: flex; justify-content: space-between; }
.menu summary::after { content: "⌄"; }
.menu ul { margin: 0; padding: 4px 0 8px; list-style: none; } .menu.disabled { opacity: .5; }
.file { background: #2b2d31; border: 1px solid #3f4147; border-radius: 8px; padding: 12px; max-width: 432px; margin-top: 4px; }
.only { color: #949ba4; font-size: 12px; margin-top: 6px; }
.thread { background: #2b2d31; border-radius: 8px; padding: 8px 12px; max-width: 520px; margin-top: 8px; font-size: 14px; }
.count { color: #00a8fc; font-weight: 600; }
.inside { display: flex; gap: 8px; margin-top: 8px; } .inside .body { flex: 1; min-width: 0; } .inside .embed { background: #232428; }
.small { width: 20px; height: 20px; border-radius: 50%; overflow: hidden; flex: none; }
.bare { display: block; min-height: 0; } .bare .message { margin-top: 12px; padding-right: 16px; }
`;

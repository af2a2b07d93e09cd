// Text in charts: made drawable, measured and cut. Pure. The renderer has one font and says nothing of what it lacks.

/** Advance widths of Inter Regular from U+0020 to U+007E, in thousandths of the font size (its table hmtx). */
const widths = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
];
/** No letter of the bold face is wider than this times its regular one. */
const boldFactor = 1.19;
const otherWidth = 1000;
const box = '\u25a1';

/** Letters of which Inter has all that are in use: Latin, Greek, Cyrillic, punctuation, currencies, arrows, a few signs. */
const drawable =
  /[\x20-\x7e\u00a0-\u0148\u014a-\u017f\u01cd-\u024f\u0386-\u03ce\u0400-\u045f\u048a-\u04ff\u1e00-\u1e9b\u1ea0-\u1eff\u2010-\u2027\u2030-\u2044\u20ac\u2122\u2190-\u2199\u2212\u221e\u2248\u2260\u2264\u2265\u25a1]/u;

/** One line of what the font can draw: other characters become boxes, marks that draw nothing disappear. */
export function drawn(text: string): string {
  const line = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const seen = line.replace(/[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/gu, '');
  return Array.from(seen, (character) => (drawable.test(character) ? character : box)).join('');
}

/** Width of drawn text in units of the picture: never less than it takes. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += widthOf(character);
  return (sum / 1000) * size * (bold ? boldFactor : 1);
}

function widthOf(character: string): number {
  // An accent does not widen its letter.
  const [base = character] = character.normalize('NFD');
  return widths[(base.codePointAt(0) ?? 0) - 0x20] ?? otherWidth;
}

/** Drawn text in at most `room` units; what does not fit ends in an ellipsis. */
export function fitted(
  text: string,
  room: number,
  { size, bold = false }: { size: number; bold?: boolean },
): string {
  const line = drawn(text);
  if (textWidth(line, size, bold) <= room) return line;
  let kept = '';
  for (const character of line) {
    if (textWidth(`${kept}${character}…`, size, bold) > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

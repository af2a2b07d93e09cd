// File names of pictures. Pure.

const longestTitle = 60;
const revisionLength = 10;

/** Of letters, digits, dots, dashes and underscores only; `revision` (a digest) makes it new when the picture is. */
export function pictureName(title: string, revision: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, longestTitle)
    .replace(/^-+|-+$/g, '');
  return `${plain === '' ? 'chart' : plain}-${revision.slice(0, revisionLength)}.png`;
}

// SVG -> PNG. Loaded by the painter's thread alone: the library and its fonts are megabytes that others need not hold.
import { accessSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** Pixels a unit of the picture: what phones have, and what their owners zoom into. */
const zoom = 2;

/** Static TTF files: the library draws no text at all, and says nothing, with other kinds of font or with none. */
export const fontFiles = [
  import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
].map((url) => fileURLToPath(url));

/** @throws Error for what is no SVG, and where the fonts are not installed */
export function paint(svg: string): Uint8Array {
  for (const file of fontFiles) accessSync(file);
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom }, logLevel: 'off' }).render().asPng();
}

// The kernels: AssemblyScript to one WebAssembly module, kept as text beside its source, so that only a change of the
// source needs the compiler. With `--check` nothing is written: it fails when the two no longer belong together.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

const source = 'core/kernels/source';
const compiled = 'core/kernels/compiled.ts';

const entries = (await readdir(source)).filter((name) => name.endsWith('.ts')).sort();
let binary = new Uint8Array();
const { error, stderr } = await main(
  [
    ...entries.map((name) => `${source}/${name}`),
    ...['--outFile', 'kernels.wasm', '--optimizeLevel', '3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...['--importMemory', '--enable', 'simd', '--use', 'abort='],
  ],
  {
    writeFile: (_name, contents) => {
      binary = contents;
    },
  },
);
if (error) {
  throw new Error(stderr.toString());
}
const text = `// Made by \`npm run kernels\` from source/, which is what to read and to change.
export const compiled =
  '${Buffer.from(binary).toString('base64')}';
`;
if (!process.argv.includes('--check')) await writeFile(compiled, text);
else if ((await readFile(compiled, 'utf8')) !== text) {
  throw new Error(`${compiled} was not made from ${source} as it is. Run: npm run kernels`);
}

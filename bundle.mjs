// The product in a few files: importing some 900 modules one by one is two thirds of a start.
// Left outside: discord.js, which only a bot loads, piscina, which starts its own worker file by its place, and resvg
// and ONNX Runtime, which are machine code.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

// With arguments: another folder, and the entries it is made of (the jobs that a bench times as whole processes).
const [outdir = 'dist/bundle', ...entries] = process.argv.slice(2);

const { outputFiles } = await build({
  entryPoints:
    entries.length > 0
      ? entries
      : [
          'dist/main.js',
          'dist/core/compute/worker.js',
          'dist/core/adapters/files/reading-worker.js',
          'dist/core/adapters/watchdog-worker.js',
          'dist/bot/chart/painter.js',
        ],
  outdir,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifyWhitespace: true,
  // One BSON for the driver and for us; and the ES modules of mingo, which need no work to begin with.
  alias: {
    bson: resolve('node_modules/bson/lib/bson.cjs'),
    mingo: resolve('node_modules/mingo/esm'),
  },
  external: ['discord.js', '@discordjs/rest', 'piscina', '@resvg/resvg-js', 'onnxruntime-node'],
  // What is bundled of CommonJS asks for Node's own modules with a require that ESM does not have.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
  write: false,
});

// A service may run from these files while a command beside it builds again, and load some of them late: what has not
// changed is left alone, what has is replaced in one step, and only what belongs to neither build goes.
await mkdir(outdir, { recursive: true });
for (const { path, contents } of outputFiles) {
  const before = await readFile(path).catch(() => null);
  if (before?.equals(contents)) continue;
  await writeFile(`${path}.tmp`, contents);
  await rename(`${path}.tmp`, path);
}
const present = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of await readdir(outdir))
  if (!present.has(name)) await rm(join(outdir, name), { force: true });

// The product in a few files: importing some 900 modules one by one is two thirds of a start.
// Left outside: discord.js, which only a bot loads, and piscina, which starts its own worker file by its place.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

// Chunks are named by what is in them: those of the last build would stay.
await rm('dist/bundle', { recursive: true, force: true });
await build({
  entryPoints: ['dist/main.js', 'dist/core/compute/worker.js'],
  outdir: 'dist/bundle',
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifyWhitespace: true,
  external: ['discord.js', '@discordjs/rest', 'piscina'],
  // What is bundled of CommonJS asks for Node's own modules with a require that ESM does not have.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
});

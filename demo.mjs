// `npm run demo`: the product's own demonstration; with --discord the product beside a Discord of its own, which is
// part of the tests and compiled only for this.
import { execFileSync } from 'node:child_process';

const [node, file, ...argv] = process.argv;
if (argv.includes('--discord')) {
  execFileSync('tsc', ['-p', 'tsconfig.demo.json'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  await import('./dist/test/demo/main.js');
} else {
  // The product reads what it is asked for from here.
  process.argv = [node, file, 'demo', ...argv];
  await import('./dist/bundle/main.js');
}

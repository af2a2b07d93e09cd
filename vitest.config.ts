import { defineConfig } from 'vitest/config';

// vitest reads its configuration from the default export: the one place a default export is allowed.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'test/bench/.venv/**'],
    // The long tests wait for processes of their own more than they compute: no processor is left aside.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});

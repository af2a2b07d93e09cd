import { defineConfig } from 'vitest/config';

// vitest reads its configuration from the default export: the one place a default export is allowed.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'test/bench/.venv/**'],
    // The long tests wait for processes of their own more than they compute: no processor is left aside.
    maxWorkers: '100%',
    // No module keeps a state, so files may share them: to import them anew for each took a third of the time.
    isolate: false,
    testTimeout: 20_000,
    // Set-ups start the product, some of them several times.
    hookTimeout: 60_000,
  },
});

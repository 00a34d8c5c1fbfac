import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What comes about in time on one machine comes about later on another; the default is one second.
    expect: { poll: { timeout: 30_000 } },
  },
}) as unknown

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Three projects, by what an answer costs. A test is `quick` unless its folder or its name says otherwise:
 *
 * - `quick`: units of every room, one instance a family, doors and commands in this process
 * - `process`: what needs processes of its own: commands, servers, pages in a browser (`test/web`), Python. Named
 *   `x.process.test.ts` elsewhere
 * - `proof`: what proves by numbers: incidents (`test/proof/incidents`), hostile SQL, fuzzing, faults, memory. Named
 *   `x.proof.test.ts` elsewhere, as are tasks over families, and what installs more than 500 MB
 */
const places = {
  process: ['test/{matrix,python,web}/**/*.test.ts', 'test/**/*.process.test.ts'],
  proof: ['test/{bounds,container,faults,fuzz,hostile,model,proof/incidents}/**/*.test.ts', 'test/**/*.proof.test.ts'],
}

const project = (name: string, include: string[], exclude: string[]) => ({
  extends: true as const,
  test: { name, include, exclude },
})

export default defineConfig({
  test: {
    projects: [
      project('quick', ['test/**/*.test.ts'], [...places.process, ...places.proof]),
      project('process', places.process, places.proof),
      project('proof', places.proof, []),
    ],
    globalSetup: ['test/build.ts'],
    setupFiles: ['test/setup.ts'],
    maxWorkers: availableParallelism(),
    // For what hangs: what is slow may be, on one core that others use too.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // What comes about in time on one machine comes about later on another; the default is one second.
    expect: { poll: { timeout: 30_000 } },
  },
}) as unknown

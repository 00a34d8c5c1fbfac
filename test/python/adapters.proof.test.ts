/** The Python package's adapters, each under its own tool: an environment for each set that can be installed together. */
import { beforeAll, describe, test } from 'vitest'
import { listTests, PytestReport } from './pytest-report.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

const suites = [
  { title: 'inspect and OpenEnv', environment: 'inspect', files: /^adapters\/test_(harness|inspect|examples)\.py$/ },
  { title: 'verifiers', environment: 'verifiers', files: /^adapters\/test_verifiers\.py$/ },
  { title: 'TRL', environment: 'trl', files: /^adapters\/test_trl\.py$/ },
  { title: "TRL's asynchronous loops", environment: 'trl', files: /^adapters\/test_trl_loops\.py$/ },
  { title: 'Ray', environment: 'ray', files: /^adapters\/test_ray\.py$/ },
  { title: 'NeMo Gym', environment: 'nemo', files: /^adapters\/test_nemo_gym\.py$/ },
] as const

/** `npm run test:all` sets it. */
const asked = process.env['TRAINER_TESTS'] === '1'

describe.each(suites)('$title', ({ environment, files }) => {
  const tests = listTests(files)

  describe.skipIf(!asked || isSkipped(environment))('under pytest', () => {
    let report: PytestReport

    // PyPI's torch brings its CUDA packages, 6 GB.
    beforeAll(
      async () => {
        report = await PytestReport.run(await makeEnvironment(environment), tests)
      },
      (environment === 'trl' ? 3 : 2) * makingTimeout,
    )

    test.each(tests)('%s', (name) => report.check(name))
  })
})

/** The adapters for gymnasium and SkyRL-Gym, each under its own tool; those that need more are in adapters.proof.test.ts. */
import { beforeAll, describe, test } from 'vitest'
import { listTests, PytestReport } from './pytest-report.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

const tests = listTests(/^adapters\/test_(gym|skyrl)\.py$/)

describe.skipIf(isSkipped('gym'))('the adapters for gymnasium and SkyRL-Gym', () => {
  let report: PytestReport

  beforeAll(async () => {
    report = await PytestReport.run(await makeEnvironment('gym'), tests)
  }, 2 * makingTimeout)

  test.each(tests)('%s', (name) => report.check(name))
})

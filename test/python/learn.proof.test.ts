/** `python -m dataops_env.learn`: the model, a run that is killed, and that five minutes of training teach something. */
import { beforeAll, describe, test } from 'vitest'
import { listTests, PytestReport } from './pytest-report.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

const tests = listTests(/^learn\/test_learning\.py$/)

/** `npm run test:all` sets it. */
const asked = process.env['TRAINER_TESTS'] === '1'

/** Two hours, in milliseconds: on two cores it takes ten minutes, on a machine that others use far more. */
const patience = 7_200_000

describe.skipIf(!asked || isSkipped('learn'))('learning', () => {
  let report: PytestReport

  beforeAll(async () => {
    report = await PytestReport.run(await makeEnvironment('learn'), tests, { OMP_WAIT_POLICY: 'passive' }, patience)
  }, patience + makingTimeout)

  test.each(tests)('%s', (name) => report.check(name))
})

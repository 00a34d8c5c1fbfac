/** The Python package in `python/`: its own tests against the built server, its linter and its types. */
import { beforeAll, describe, expect, test } from 'vitest'
import { listTests, PytestReport, pythonFolder } from './pytest-report.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'
import { runPython } from './run-python.ts'

const tests = listTests(
  /^(test_(session|vector|tasks|own_server|metrics|curve)|adapters\/test_(rollout|trl_environment)|learn\/test_(demonstrations|play|report))\.py$/,
)

describe.skipIf(isSkipped('package'))('the Python package', () => {
  let bin: string
  let report: PytestReport

  beforeAll(async () => {
    bin = await makeEnvironment('package')
    report = await PytestReport.run(bin, tests)
  }, makingTimeout)

  test.each(tests)('%s', (name) => report.check(name))

  test.each([
    ['ruff check', ['check', '--no-cache', '.']],
    ['ruff format', ['format', '--no-cache', '--check', '.']],
  ])('%s has nothing to say', async (_, args) => {
    const { code, output } = await runPython(`${bin}/ruff`, args, { cwd: pythonFolder })
    expect(code, output).toBe(0)
  })

  test('mypy, strict, has nothing to say', async () => {
    const { code, output } = await runPython(`${bin}/mypy`, ['--cache-dir', '/dev/null'], { cwd: pythonFolder })
    expect(code, output).toBe(0)
  })
})

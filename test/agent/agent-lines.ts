/** What `agent` prints, and the environment it is run in. */
import { expect } from 'vitest'

/** Nothing of what the machine's own environment may hold. */
export const noEnv = {
  HF_TOKEN: '',
  OPENAI_API_KEY: '',
  API_BASE_URL: '',
  OPENAI_BASE_URL: '',
  MODEL_NAME: '',
  DATAOPS_TOKEN: '',
}

const startPattern = /^\[START\] task=\S+ env=dataops-env model=\S+$/
const stepPattern =
  /^\[STEP\] step=\d+ action=(?:inspect_schema|finish_task|execute_sql\('.*'\)) reward=-?\d+\.\d\d done=(?:true|false) error=.+$/
const endPattern = /^\[END\] success=(?:true|false) steps=\d+ score=\d\.\d\d rewards=(?:-?\d+\.\d\d(?:,-?\d+\.\d\d)*)?$/

/** Every line is one of the three kinds, in their order. */
export function expectLog(stdout: string): string[] {
  const lines = stdout.trimEnd().split('\n')
  for (const line of lines) {
    expect(
      [startPattern, stepPattern, endPattern].some((pattern) => pattern.test(line)),
      line,
    ).toBe(true)
  }
  expect(lines[0]).toMatch(startPattern)
  expect(lines.at(-1)).toMatch(endPattern)
  return lines
}

/** One line on standard error, without a stack. */
export function expectDiagnosis(stderr: string, code: string, kind = 'error'): void {
  expect(stderr).toMatch(new RegExp(`^${kind}: ${code}: .+\\n$`))
  expect(stderr).not.toMatch(/\n\s+at /)
}

import { expect, it } from 'vitest'
import { startLine, stepLine } from '../../src/agent/agent-log.ts'

it('is one line a step and drives no terminal, whatever models and databases write', () => {
  const evil = 'a\n\tb\u001B[2J\u009B31m\u202Ec'
  const action = { action_type: 'execute_sql', query: evil } as const
  const line = stepLine({ number: 1, action, reward: 0.03, done: false, error: evil })
  const shown = String.raw`a b\u001b[2J\u009b31m\u202ec`
  expect(line).toBe(`[STEP] step=1 action=execute_sql('${shown}') reward=0.03 done=false error=${shown}`)
  expect(startLine(evil, evil)).toBe(`[START] task=${shown} env=dataops-env model=${shown}`)
})

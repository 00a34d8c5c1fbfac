/**
 * The lines an LLM agent prints on standard output. Programs read them, so their form is fixed.
 *
 * @module
 */
import type { Action } from '../contract/action.ts'
import { escapeControls } from '../kit/escape-controls.ts'

/** The environment's name in `[START]`. */
export const environmentName = 'dataops-env'

/** One line that drives no terminal: what models and databases write stands in it. */
const fold = (text: string): string => escapeControls(text.replaceAll(/\s+/g, ' ').trim())

/** An action on one line, SQL whole. */
export function showAction(action: Action): string {
  return action.action_type === 'execute_sql' ? `execute_sql('${fold(action.query ?? '')}')` : action.action_type
}

export function startLine(taskId: string, model: string): string {
  return `[START] task=${fold(taskId)} env=${environmentName} model=${fold(model)}`
}

export function stepLine(step: {
  readonly number: number
  readonly action: Action
  readonly reward: number
  readonly done: boolean
  readonly error: string | null
}): string {
  const error = step.error === null ? 'null' : fold(step.error)
  const reward = toTwoDecimals(step.reward)
  return `[STEP] step=${step.number} action=${showAction(step.action)} reward=${reward} done=${step.done} error=${error}`
}

export function endLine(end: {
  readonly success: boolean
  readonly steps: number
  readonly score: number
  readonly rewards: readonly number[]
}): string {
  const rewards = end.rewards.map(toTwoDecimals).join(',')
  return `[END] success=${end.success} steps=${end.steps} score=${toTwoDecimals(end.score)} rewards=${rewards}`
}

/** Two decimals, halves away from zero as people round; never `-0.00`. */
function toTwoDecimals(value: number): string {
  const hundredths = Math.sign(value) * Math.round(Math.abs(Math.round(value * 1e6)) / 1e4)
  return (hundredths === 0 ? 0 : hundredths / 100).toFixed(2)
}

import type { TaskInstance } from '../tasks/instantiate.ts'

/** Prompts by instance and step limit: thousands of episodes of one instance begin with the same two kilobytes. */
const prompts = new WeakMap<TaskInstance, Map<number, string>>()

/** The text a model is given at reset: who it is, the goal, what it may do. The same for equal instances. */
export function promptOf(instance: TaskInstance, stepLimit: number): string {
  let known = prompts.get(instance)
  if (known === undefined) prompts.set(instance, (known = new Map()))
  let prompt = known.get(stepLimit)
  if (prompt === undefined) known.set(stepLimit, (prompt = writePrompt(instance, stepLimit)))
  return prompt
}

function writePrompt(instance: TaskInstance, stepLimit: number): string {
  const drop =
    instance.task.safety === 'forbidden'
      ? 'DROP TABLE, DROP DATABASE and TRUNCATE are blocked and end the episode with a score of 0.'
      : 'DROP TABLE is for tables you created yourself.'
  return [
    'You are a junior data engineer. Repair a corrupted SQLite database with SQL, then submit it for grading.',
    '',
    'Goal:',
    instance.goal,
    '',
    'Actions, one a step:',
    '- inspect_schema: all tables with their DDL, row counts and foreign keys; table_name narrows it to one.',
    '- execute_sql: runs the SQL in query. Several statements run in order, all of them or none.',
    '- finish_task: submits the database as it is and ends the episode.',
    '',
    `You have ${stepLimit} steps, finish_task included. The hidden target is compared cell by cell: what you repair`,
    'counts for you, what you break or repair wrongly counts against you. ' + drop,
  ].join('\n')
}

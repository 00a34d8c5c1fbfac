// What every connection plays, over and over: a reset and nine actions, of which most are small.

export const taskId = 'task_easy'

/** @typedef {{ action_type: 'execute_sql' | 'finish_task', query?: string }} Action */

/**
 * @param {number} id
 * @returns {Action}
 */
const select = (id) => ({
  action_type: 'execute_sql',
  query: `SELECT id, name, email, phone FROM users WHERE id = ${id}`,
})

/**
 * The actions of an episode.
 *
 * @type {Action[]}
 */
export const actions = [
  { action_type: 'execute_sql', query: 'SELECT count(*) FROM users' },
  select(1),
  select(2),
  { action_type: 'execute_sql', query: 'UPDATE users SET email = lower(email) WHERE id = 3' },
  select(3),
  { action_type: 'execute_sql', query: "SELECT id, email FROM users WHERE email LIKE '% %' LIMIT 3" },
  select(4),
  { action_type: 'execute_sql', query: "UPDATE users SET phone = replace(phone, '-', '') WHERE id = 5" },
  { action_type: 'finish_task' },
]

/** Rollouts of one group begin alike: so many actions. */
export const sharedActions = 6

/**
 * The actions of one of 16 rollouts of a group: the first ones are those of the group, the others its own. $SALT
 * makes them new in every round, so that nothing is known from the round before.
 *
 * @param {number} index
 * @returns {Action[]}
 */
export function rolloutOf(index) {
  return actions.map((action, at) => {
    if (action.query === undefined) return action
    const mark = at < sharedActions ? '$SALT' : `$SALT.${index}`
    return { ...action, query: `${action.query} -- ${mark}` }
  })
}

/**
 * What both servers must agree in: everything that a model is shown, and what it is paid.
 *
 * @param {{ data: { observation: Record<string, unknown>, reward: number | null, done: boolean } }} reply
 */
export function comparable({ data }) {
  const { metadata: _, ...observation } = data.observation
  return { observation, reward: data.reward, done: data.done }
}

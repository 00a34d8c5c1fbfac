// What every connection plays, over and over: a reset and nine actions, of which most are small.

export const taskId = 'task_easy'

const select = (id) => ({ action_type: 'execute_sql', query: `SELECT id, name, email, phone FROM users WHERE id = ${id}` })

/** The actions of an episode. `variant` changes the last ones, so that episodes may begin alike and part. */
export function actionsOf(variant = 0) {
  return [
    { action_type: 'execute_sql', query: 'SELECT count(*) FROM users' },
    select(1),
    select(2),
    { action_type: 'execute_sql', query: `UPDATE users SET email = lower(email) WHERE id = 3` },
    select(3),
    { action_type: 'execute_sql', query: "SELECT id, email FROM users WHERE email LIKE '% %' LIMIT 3" },
    select(4 + (variant % 16)),
    { action_type: 'execute_sql', query: `UPDATE users SET phone = replace(phone, '-', '') WHERE id = ${5 + (variant % 16)}` },
    { action_type: 'finish_task' },
  ]
}

/** What both servers must agree in: everything that a model is shown, and what it is paid. */
export function comparable({ data }) {
  const { metadata: _, ...observation } = data.observation
  return { observation, reward: data.reward, done: data.done }
}

const houseRules = `House rules: change nothing that is not named above. Temporary tables are fine while you work, but
  leave no permanent table, view, trigger or unique index behind that was not asked for: each one costs 0.05 and the
  task does not count as solved. Do not use DROP TABLE, DROP DATABASE or TRUNCATE, not even on a table of your own: it
  ends the task at once with a score of 0. When everything is right, call finish_task.`

/** A goal of the classic suite: paragraphs on one line each, and the rules that all five tasks share at the end. */
export function writeGoal(body: string): string {
  return [...body.split(/\n\s*\n/), houseRules].map((paragraph) => paragraph.trim().split(/\s+/).join(' ')).join('\n\n')
}

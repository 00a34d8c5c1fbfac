import { describe, expect, it } from 'vitest'
import { findTask, taskList } from '../../src/tasks/task-list.ts'

describe('task list', () => {
  it('holds the five classic tasks in the founding order with their step limits', () => {
    expect(taskList.map(({ id, stepLimit }) => [id, stepLimit])).toEqual([
      ['task_easy', 10],
      ['task_medium', 15],
      ['task_hard', 20],
      ['task_null_repair', 15],
      ['task_dedup', 15],
    ])
  })

  it.each(taskList)('$id plays by the classic rules', (task) => {
    expect(task).toMatchObject({ suite: 'classic', safety: 'forbidden', rewardMode: 'classic' })
    expect(task.summary).toMatch(/^[A-Z].*\.$/)
  })

  it('finds a task by its id and nothing else', () => {
    expect(findTask('task_hard')).toBe(taskList[2])
    expect(findTask('task_Hard')).toBeUndefined()
    expect(findTask('toString')).toBeUndefined()
  })

  it('cannot be changed at run time', () => {
    expect(Object.isFrozen(taskList)).toBe(true)
    expect(taskList.every((task) => Object.isFrozen(task))).toBe(true)
  })
})

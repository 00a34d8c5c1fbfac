import { taskDedup } from './classic/task-dedup.ts'
import { taskEasy } from './classic/task-easy.ts'
import { taskHard } from './classic/task-hard.ts'
import { taskMedium } from './classic/task-medium.ts'
import { taskNullRepair } from './classic/task-null-repair.ts'
import type { ListedTask } from './define-task.ts'

/** Every task there is, in the order in which lists show them. */
export const taskList: readonly ListedTask[] = Object.freeze([
  taskEasy,
  taskMedium,
  taskHard,
  taskNullRepair,
  taskDedup,
])

/** The task of this id, or undefined. */
export function findTask(id: string): ListedTask | undefined {
  return taskList.find((task) => task.id === id)
}

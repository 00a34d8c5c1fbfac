// What the gallery takes from the build.
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = process.env.DATAOPS_DIST ?? join(root, 'dist')
/** @param {string} file of the build */
const load = (file) => import(pathToFileURL(join(dist, file)).href)

/** @type {typeof import('../../src/host/node-wasm.ts')} */
export const { loadSqliteWasm } = await load('host/node-wasm.js')
/** @type {typeof import('../../src/sql/engine.ts')} */
export const { createEngine } = await load('sql/engine.js')
/** @type {typeof import('../../src/data/values.ts')} */
export const { toTypedCell } = await load('data/values.js')
/** @type {typeof import('../../src/tasks/family-list.ts')} */
export const { difficultyOf, drillList, familyTask, familyTaskId, heldOut, incidentFamilies, worldsOf } =
  await load('tasks/family-list.js')
/** @type {typeof import('../../src/tasks/drills/blocks/senders.ts')} */
export const { tiers } = await load('tasks/drills/blocks/senders.js')
/** @type {typeof import('../../src/tasks/family-offer.ts')} */
export const { offerOf } = await load('tasks/family-offer.js')
/** @type {typeof import('../../src/tasks/task-list.ts')} */
export const { taskList } = await load('tasks/task-list.js')
/** @type {typeof import('../../src/tasks/drills/trades/world-list.ts')} */
export const { worldList } = await load('tasks/drills/trades/world-list.js')
/** @type {typeof import('../../src/tasks/worlds/world-list.ts')} */
export const { businessList } = await load('tasks/worlds/world-list.js')
/** @type {typeof import('../../src/tasks/instantiate.ts')} */
export const { draftOf, instantiate } = await load('tasks/instantiate.js')
/** @type {typeof import('../../src/proof/describe/describe-instance.ts')} */
export const { describeInstance } = await load('proof/describe/describe-instance.js')
/** @type {typeof import('../../src/cli/terminal/cell-text.ts')} */
export const { clip, plainCell } = await load('cli/terminal/cell-text.js')
/** @type {typeof import('../../src/cli/describe-task.ts')} */
export const { decoyText, fateOf, onlyAnswer, rowsText, temptation } = await load('cli/describe-task.js')

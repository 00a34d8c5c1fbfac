/**
 * Where an episode is played: in this page's own worker, or on the server it came from.
 *
 * @module
 */
import type { Action } from '../../../src/contract/action.ts'
import type { ResetParams, ResetResult, StepResult, Trajectory } from '../../../src/contract/episode.ts'
import { HttpDoor } from '../../../src/agent/http-door.ts'
import type {
  DatabaseFacts,
  GradedTableCells,
  Opened,
  RowsRequest,
  Stepped,
  TablePage,
  TakenBack,
} from '../engine/engine-api.ts'
import type { EngineClient } from '../engine/engine-client.ts'
import { toWireParams } from '../share/wire-params.ts'

/** One line of play after another; `branch` names it. */
export interface PlayEngine {
  readonly kind: 'page' | 'server'
  open(branch: string, params: ResetParams): Promise<Opened>
  /** Opens a line and plays actions again. Only in the page. */
  reopen(
    branch: string,
    params: ResetParams,
    actions: readonly Action[],
    marked: boolean,
  ): Promise<Opened & { steps: Stepped[] }>
  fork(branch: string, to: string, steps: number): Promise<Opened>
  step(branch: string, action: Action): Promise<Stepped>
  undo(branch: string): Promise<TakenBack | null>
  rows(request: RowsRequest): Promise<TablePage>
  grade(branch: string): Promise<GradedTableCells[] | null>
  trajectory(branch: string): Promise<Trajectory>
  /** Of everything it came to; null where only a server could say. */
  fingerprint(branch: string): Promise<string | null>
  close(branch: string): Promise<void>
}

export function pageEngine({ calls }: EngineClient): PlayEngine {
  return {
    kind: 'page',
    open: async (branch, params) => await calls.open(branch, params),
    reopen: async (branch, params, actions, marked) => await calls.reopen(branch, params, actions, marked),
    fork: async (branch, to, steps) => await calls.fork(branch, to, steps),
    step: async (branch, action) => await calls.step(branch, action),
    undo: async (branch) => await calls.undo(branch),
    rows: async (request) => await calls.rows(request),
    grade: async (branch) => await calls.grade(branch),
    trajectory: async (branch) => await calls.trajectory(branch),
    fingerprint: async (branch) => await calls.fingerprint(branch),
    close: async (branch) => await calls.close(branch),
  }
}

/** A server shows of a database what an observation holds. */
function factsOf({ observation }: ResetResult | StepResult, version: number): DatabaseFacts {
  const tables = observation.available_tables.map((name) => ({
    name,
    kind: 'table' as const,
    columns: observation.schema_summary[name] ?? [],
    rows: null,
    changed: null,
  }))
  return { tables, version }
}

const notThere = (): Promise<never> => Promise.reject(new Error('a server takes no step back'))

/**
 * Plays on a server, over HTTP, each line of play in a session of its own.
 *
 * @param url where the server is
 */
export function serverEngine(url: string): PlayEngine {
  const doors = new Map<string, { readonly door: HttpDoor; record: Trajectory | undefined }>()
  let version = 0
  const place = (branch: string): HttpDoor => {
    const found = doors.get(branch)
    if (found === undefined) throw new Error(`there is no line of play ${branch}`)
    return found.door
  }
  return {
    kind: 'server',
    open: async (branch, params) => {
      await doors.get(branch)?.door.close()
      const id = `page-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
      const entry: { door: HttpDoor; record: Trajectory | undefined } = {
        door: new HttpDoor({ url }, id, (record) => (entry.record = record)),
        record: undefined,
      }
      doors.set(branch, entry)
      const reset = await entry.door.reset(toWireParams(params))
      const { seed, step_limit: stepLimit } = await entry.door.state()
      return { reset, database: factsOf(reset, ++version), seed, stepLimit }
    },
    reopen: notThere,
    fork: notThere,
    step: async (branch, action) => {
      const result = await place(branch).step(action)
      return { result, database: factsOf(result, ++version) }
    },
    undo: notThere,
    rows: ({ offset }) => Promise.resolve({ columns: [], total: 0, offset, rows: [] }),
    grade: () => Promise.resolve(null),
    trajectory: async (branch) => {
      const record = place(branch).recorded()
      if (record === undefined) throw new Error('nothing was recorded')
      return await Promise.resolve(record)
    },
    fingerprint: () => Promise.resolve(null),
    close: async (branch) => {
      await doors.get(branch)?.door.close()
      doors.delete(branch)
    },
  }
}

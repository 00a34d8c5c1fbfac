/**
 * What is being played: branches of one episode, which of them is shown, and what the player looks at.
 *
 * @module
 */
import { batch, computed, signal } from '@preact/signals'
import type { Action } from '../../../src/contract/action.ts'
import {
  outcomeSchema,
  type EpisodeOutcome,
  type ResetParams,
  type ResetResult,
  type StepResult,
  type Trajectory,
} from '../../../src/contract/episode.ts'
import type { Said } from '../../../src/contract/episode.ts'
import type { Observation } from '../../../src/contract/observation.ts'
import type { Catalog, DatabaseFacts, GradedTableCells, Opened } from '../engine/engine-api.ts'
import type { PlainSettings } from '../../../src/episode/plain-settings.ts'
import { type EngineClient, EngineError } from '../engine/engine-client.ts'
import { pageEngine, type PlayEngine, serverEngine } from './play-engine.ts'

export interface PlayedStep {
  readonly action: Action
  readonly result: StepResult
  readonly database: DatabaseFacts
  /** What a model said before it. */
  readonly said?: readonly Said[]
}

/** One line of play. */
export interface Branch {
  readonly id: string
  readonly name: string
  /** Where it left another one: after so many of its steps. */
  readonly from: { readonly id: string; readonly steps: number } | null
  readonly params: ResetParams
  /** Its record says that other lines know more. */
  readonly marked: boolean
  readonly reset: ResetResult
  readonly seed: number | null
  readonly stepLimit: number
  readonly database: DatabaseFacts
  readonly steps: readonly PlayedStep[]
  readonly grade: readonly GradedTableCells[] | null
  readonly player: NonNullable<Trajectory['player']>
  /** Rises when rows have to be fetched again although nothing was played. */
  readonly generation: number
}

/** What the large pane shows. */
export type Pane =
  | { readonly kind: 'result' }
  | { readonly kind: 'grade' }
  | { readonly kind: 'table'; readonly name: string }

export interface PageConfig {
  /** Whether the page was served by DataOps-Env itself. */
  readonly server: boolean
  /** Whether the server has a `test` of its own, and where that is played. */
  readonly privateTest: 'none' | 'server' | 'hidden'
  readonly version: string
  /** The version of a static copy, which is kept for times without a network. */
  readonly offline: string | null
  /** How addresses of the server begin, seen from the page. */
  readonly base: string
  /** How addresses of the page's own files begin. */
  readonly files: string
  /** With which settings episodes are played; null: as this version has them. */
  readonly settings: PlainSettings | null
}

/** The last observation of a line of play. */
export function observationOf({ steps, reset }: Branch): Observation {
  return steps.at(-1)?.result.observation ?? reset.observation
}

/** How a line of play ended; null before. */
export function outcomeOf({ steps }: Branch): EpisodeOutcome | null {
  const last = steps.at(-1)?.result
  return last?.done ? (outcomeSchema.safeParse(last.metadata).data ?? null) : null
}

export const isDone = ({ steps }: Branch): boolean => steps.at(-1)?.result.done ?? false

const reader = { kind: 'person', name: 'page' } as const

export class PlayStore {
  readonly catalog = signal<Catalog | null>(null)
  readonly branches = signal<readonly Branch[]>([])
  readonly activeId = signal('')
  /** A step that is looked at again, counted from 1; null: the last one. */
  readonly shownStep = signal<number | null>(null)
  readonly pane = signal<Pane>({ kind: 'result' })
  readonly busy = signal<string | null>(null)
  readonly notice = signal<string | null>(null)
  readonly draft = signal('')
  /** Who plays in place of the reader, while somebody does. */
  readonly player = signal<string | null>(null)
  readonly active = computed(() => this.branches.value.find(({ id }) => id === this.activeId.value))

  readonly #client: EngineClient
  readonly #local: PlayEngine
  readonly #remote: PlayEngine
  readonly #config: PageConfig
  #count = 0

  constructor(client: EngineClient, config: PageConfig) {
    this.#client = client
    this.#config = config
    this.#local = pageEngine(client)
    this.#remote = serverEngine(new URL(config.base, document.baseURI).href.replace(/\/$/, ''))
    client.onReplaced = () => this.#lose()
  }

  /** Where a task is played: a private `test` only the server can make. */
  engineOf({ split, task_id: id }: ResetParams): PlayEngine {
    return this.#config.privateTest === 'server' && (split === 'test' || id?.includes('~') === true)
      ? this.#remote
      : this.#local
  }

  get engine(): PlayEngine {
    return this.engineOf(this.active.value?.params ?? {})
  }

  async loadCatalog(): Promise<void> {
    const catalog = await this.#client.calls.catalog()
    const isHidden = this.#config.privateTest === 'hidden'
    this.catalog.value = isHidden ? withoutTest(catalog) : catalog
  }

  /** Begins an episode; what was played before is let go. */
  async start(params: ResetParams): Promise<boolean> {
    return await this.#work('Opening the database', async () => {
      const id = `b${++this.#count}`
      const opened = await this.engineOf(params).open(id, params)
      const old = this.branches.value
      const before = this.engine
      batch(() => {
        this.branches.value = [this.#branch(id, 'main', params, opened)]
        this.#show(id)
      })
      for (const branch of old) void before.close(branch.id).catch(() => undefined)
    })
  }

  /** @param by what was said before the action, and whether it is the player's that plays in place of the reader */
  async play(
    action: Action,
    by: { readonly said?: readonly Said[]; readonly isPlayer?: boolean } = {},
  ): Promise<StepResult | null> {
    if (this.player.value !== null && by.isPlayer !== true) return null
    const { said = [] } = by
    const { active } = this
    const branch = active.value
    if (branch === undefined || isDone(branch) || this.busy.value !== null) return null
    let result: StepResult | null = null
    await this.#work('Running', async () => {
      const stepped = await this.engine.step(branch.id, action)
      const { observation, done } = stepped.result
      const step = { action, ...stepped, ...(said.length > 0 && { said }) }
      const grade = done ? await this.engine.grade(branch.id) : null
      this.#update(branch.id, (now) => ({ ...now, database: stepped.database, steps: [...now.steps, step], grade }))
      result = stepped.result
      batch(() => {
        this.shownStep.value = null
        this.pane.value = done ? { kind: 'grade' } : { kind: 'result' }
        this.notice.value = observation.last_error
      })
    })
    return result
  }

  async undo(): Promise<void> {
    const branch = this.active.value
    if (branch === undefined || branch.steps.length === 0 || isDone(branch)) return
    await this.#work('Taking back', async () => {
      const undone = await this.engine.undo(branch.id)
      if (undone === null) return
      const { database } = undone
      this.#update(branch.id, (now) => ({ ...now, database, steps: now.steps.slice(0, -1) }))
      this.shownStep.value = null
    })
  }

  /** A new line of play that leaves the active one after so many steps. */
  async fork(count: number): Promise<void> {
    const parent = this.active.value
    if (parent === undefined) return
    await this.#work('Forking', async () => {
      const id = `b${++this.#count}`
      const kept = parent.steps.slice(0, count)
      const opened = await this.engine.fork(parent.id, id, count)
      const number = this.branches.value.filter(({ from }) => from !== null).length + 1
      const from = { id: parent.id, steps: count }
      const branch = { ...this.#branch(id, `fork ${number}`, parent.params, opened), from, marked: true }
      const database = kept.at(-1)?.database ?? opened.database
      batch(() => {
        this.#update(parent.id, (now) => ({ ...now, marked: true }))
        this.branches.value = [...this.branches.value, { ...branch, steps: kept, database }]
        this.#show(id)
      })
    })
  }

  /** Begins an episode and plays actions. */
  async replay(params: ResetParams, actions: readonly Action[], marked = false): Promise<boolean> {
    return await this.#work('Replaying', async () => {
      const id = `b${++this.#count}`
      const opened = await this.#local.reopen(id, params, actions, marked)
      const branch = { ...this.#branch(id, 'main', params, opened), marked }
      const steps = opened.steps.map((step, index) => ({ action: actions[index] as Action, ...step }))
      const done = steps.at(-1)?.result.done ?? false
      const grade = done ? await this.#local.grade(id) : null
      batch(() => {
        this.branches.value = [{ ...branch, steps, database: steps.at(-1)?.database ?? branch.database, grade }]
        this.#show(id)
        if (done) this.pane.value = { kind: 'grade' }
      })
    })
  }

  show(id: string, step: number | null = null): void {
    batch(() => {
      if (id !== this.activeId.value) this.#show(id)
      this.shownStep.value = step
      if (step !== null) this.pane.value = { kind: 'result' }
    })
  }

  /** The record of the active line of play, with what was said in it. */
  async record(): Promise<Trajectory | null> {
    const branch = this.active.value
    if (branch === undefined) return null
    const trajectory = await this.engine.trajectory(branch.id)
    const steps = trajectory.steps.map((step, index) => {
      const said = branch.steps[index]?.said
      return said === undefined ? step : { ...step, said: [...said] }
    })
    return { ...trajectory, player: branch.player, steps }
  }

  /** Says who plays the active line of play. */
  setPlayer(player: Branch['player'] | null): void {
    this.#update(this.activeId.value, (branch) => ({ ...branch, player: player ?? reader }))
  }

  /** The suite of a task. */
  suiteOf({ task_id: id }: ResetParams): string {
    const name = id?.split('@')[0]
    return this.catalog.value?.tasks.find((task) => task.id === name)?.suite ?? ''
  }

  /** Stops what runs: the worker is ended and another takes its place. */
  interrupt(): void {
    this.#client.replace('stopped')
  }

  #branch(id: string, name: string, params: ResetParams, opened: Opened): Branch {
    const { reset, database, stepLimit, seed } = opened
    return {
      id,
      name,
      params,
      reset,
      database,
      stepLimit,
      seed,
      from: null,
      marked: false,
      steps: [],
      grade: null,
      player: reader,
      generation: 0,
    }
  }

  #show(id: string): void {
    const branch = this.branches.value.find((one) => one.id === id)
    this.activeId.value = id
    this.shownStep.value = null
    this.notice.value = null
    const first = branch?.database.tables.find(({ kind }) => kind === 'table')
    const isPlayed = (branch?.steps.length ?? 0) > 0
    if (branch !== undefined && isDone(branch)) this.pane.value = { kind: 'grade' }
    else if (isPlayed || first === undefined || this.engineOf(branch?.params ?? {}).kind === 'server')
      this.pane.value = { kind: 'result' }
    else this.pane.value = { kind: 'table', name: first.name }
  }

  #update(id: string, change: (branch: Branch) => Branch): void {
    this.branches.value = this.branches.value.map((branch) => (branch.id === id ? change(branch) : branch))
  }

  /** The worker is gone: every line of play is opened again, which gives the same bytes. */
  #lose(): void {
    void this.#work(
      'Opening again',
      async () => {
        for (const branch of this.branches.value) {
          if (this.engineOf(branch.params).kind === 'server') continue
          const actions = branch.steps.map(({ action }) => action)
          const { steps } = await this.#local.reopen(branch.id, branch.params, actions, branch.marked)
          const database = steps.at(-1)?.database ?? branch.database
          this.#update(branch.id, (now) => ({ ...now, database, generation: now.generation + 1 }))
        }
      },
      true,
    )
  }

  /** One thing at a time; what fails is told. */
  async #work(what: string, body: () => Promise<void>, always = false): Promise<boolean> {
    if (this.busy.value !== null && !always) return false
    this.busy.value = what
    this.notice.value = null
    try {
      await body()
      return true
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.notice.value = error instanceof EngineError ? message : `It did not work: ${message}`
      return false
    } finally {
      this.busy.value = null
    }
  }
}

/** Of a private `test` this page knows no task. */
function withoutTest({ tasks }: Catalog): Catalog {
  const isOpen = (split: string): boolean => split !== 'test'
  const left = tasks.map((task) =>
    task.worlds === undefined
      ? task
      : {
          ...task,
          worlds: task.worlds
            .map((place) => ({ ...place, splits: place.splits.filter(isOpen) }))
            .filter((place) => place.splits.length > 0),
        },
  )
  return {
    tasks: left.filter(({ worlds }) => worlds === undefined || worlds.length > 0),
  }
}

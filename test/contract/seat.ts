/** What a door is to the contract: a way to play one session. */
import type { ResetParams, State } from '../../src/contract/episode.ts'
import { createRuntime } from '../../src/index.ts'
import type { AfterDone } from '../../src/sessions/player.ts'
import type { TestServer } from '../server/test-server.ts'
import type { ScriptedEpisode } from './episodes.ts'

/** What comes of a reset or step. */
export interface Played {
  readonly observation: object
  readonly reward: number | null
  readonly done: boolean
  /** Empty where the door leaves it out. */
  readonly metadata: object
}

export type Answer = Played | { readonly error: string }

export interface Seat {
  reset(params: ResetParams): Promise<Answer>
  step(action: object): Promise<Answer>
  state(): Promise<State>
  close(): Promise<void>
}

export interface Door {
  readonly name: string
  /** What a step after the end comes to: an error, or the last observation again. */
  readonly afterDone: AfterDone
  plays(episode: ScriptedEpisode): boolean
  /** A place in a session of its own. */
  open(server: TestServer): Promise<Seat>
}

/** Every byte that an agent or trainer sees of an episode, line by line. */
export type Transcript = readonly string[]

function lineOf(answer: Answer, state: State): string {
  if ('error' in answer) return JSON.stringify(answer)
  const { observation, reward, done, metadata } = answer
  return JSON.stringify([observation, reward, done, metadata, state])
}

/**
 * Plays an episode to its end.
 *
 * @param between called after each answer
 */
export async function play(
  seat: Seat,
  { params, actions }: Pick<ScriptedEpisode, 'params' | 'actions'>,
  between: () => Promise<void> | void = () => undefined,
): Promise<Transcript> {
  const lines: string[] = []
  for (const action of [undefined, ...actions]) {
    const answer = action === undefined ? await seat.reset(params) : await seat.step(action)
    await between()
    lines.push(lineOf(answer, await seat.state()))
    await between()
  }
  return lines
}

const runtime = await createRuntime()
const known = new Map<string, Promise<Transcript>>()

/** The same episode in process, without server and sessions: what all doors are compared with. */
export async function expectedOf({
  params,
  actions,
}: Pick<ScriptedEpisode, 'params' | 'actions'>): Promise<Transcript> {
  const key = JSON.stringify([params, actions])
  const transcript = known.get(key) ?? playInProcess(params, actions)
  known.set(key, transcript)
  return await transcript
}

async function playInProcess(params: ResetParams, actions: readonly object[]): Promise<Transcript> {
  const environment = runtime.createEnvironment()
  try {
    return await play(
      {
        reset: async (given) => await environment.reset(given),
        step: async (action) => await environment.step(action),
        state: async () => environment.state(),
        close: async () => undefined,
      },
      { params, actions },
    )
  } finally {
    environment.close()
  }
}

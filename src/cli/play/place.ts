import type { RewardMode } from '../../contract/episode.ts'
import type { Observation } from '../../contract/observation.ts'
import { createRuntime } from '../../index.ts'
import type { Split } from '../../tasks/define-task.ts'
import { openRecord } from '../record-file.ts'
import { type GameEnvironment, RemoteEnvironment } from '../network/remote-environment.ts'
import { placeAt, selectorsOf } from '../network/remote-options.ts'
import type { Shell } from '../shell.ts'

/** What a person plays, and where. */
export interface GameChoice {
  readonly taskId: string
  readonly split?: Split | undefined
  readonly seed: number | null
  readonly rewardMode?: RewardMode | undefined
  /** A server that is running; undefined plays in this process. */
  readonly url?: string | undefined
  /** Where the episode is written down. */
  readonly recordFile?: string | undefined
  readonly env: Shell['env']
}

/** An episode that has begun. */
export interface OpenGame {
  readonly environment: GameEnvironment
  readonly observation: Observation
  /** Writes the episode down and frees its place. */
  end(): Promise<void>
}

/** Begins an episode here, or in a session of a server. @throws AppError; EnvironmentFailure */
export async function openGame(choice: GameChoice): Promise<OpenGame> {
  const { taskId, split, seed, rewardMode, url, recordFile, env } = choice
  if (url === undefined) {
    const runtime = await createRuntime()
    const environment = runtime.createEnvironment()
    const { observation } = await environment.reset({ task_id: taskId, split, seed, reward_mode: rewardMode })
    const record = openRecord(recordFile)
    const end = async (): Promise<void> => {
      record?.(environment.trajectory())
      environment.close()
      runtime.close()
    }
    return { environment, observation, end }
  }
  let record: ReturnType<typeof openRecord>
  const params = { ...selectorsOf(taskId, split), seed, reward_mode: rewardMode }
  const environment = await RemoteEnvironment.open(await placeAt(url, env), params, (episode) => record?.(episode))
  try {
    record = openRecord(recordFile)
  } catch (error) {
    await environment.close()
    throw error
  }
  return { environment, observation: environment.observation, end: async () => await environment.close() }
}

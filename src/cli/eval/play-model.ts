/** One episode of a model, through the public door, with all that an evaluation notes of it. */
import { systemClock } from '../../agent/back-off.ts'
import { HttpDoor, type Place } from '../../agent/http-door.ts'
import { playEpisode, type LlmFault } from '../../agent/llm-agent.ts'
import { ModelClient } from '../../agent/model/model-client.ts'
import type { ChatHistory } from '../../agent/model/chat-history.ts'
import type { Reply } from '../../agent/reading/reply-reader.ts'
import type { EpisodeOutcome, EvaluationEnd, Trajectory } from '../../contract/episode.ts'
import type { EvaluatedTrajectory, EvaluationFault, Job } from '../../evaluation/run.ts'
import type { ResetChoice } from '../../agent/reset-choice.ts'
import { fetchFor } from '../network/proxy-fetch.ts'
import type { ModelSetup } from './models-file.ts'
import { RequestGate } from './request-gate.ts'

/** What came of one try to play an episode. */
export type Played =
  | { readonly kind: 'played'; readonly trajectory: EvaluatedTrajectory }
  | {
      readonly kind: 'fault'
      readonly fault: Pick<EvaluationFault, 'kind' | 'code' | 'message'>
      /** The next episode of this player would end the same way. */
      readonly fatal: boolean
    }
  | { readonly kind: 'interrupted' }

/** Plays episodes of one player. */
export interface EpisodePlayer {
  play(job: Job, reset: ResetChoice, signal: AbortSignal): Promise<Played>
}

/** How an outcome came about. */
export function endOf(outcome: EpisodeOutcome, steps: Trajectory['steps'], fault: LlmFault | null): EvaluationEnd {
  if (fault?.code === 'unusable_answers') return 'unusable'
  if (fault?.code === 'context_too_small') return 'context'
  if (outcome.truncated) return 'steps'
  const last = steps.at(-1)?.action as { readonly action_type?: unknown } | undefined
  return last?.action_type === 'finish_task' ? 'submitted' : 'blocked'
}

const outcomeKinds = new Set(['model_refused', 'model_unreadable'])

function faultOf({ code, message, fatal }: LlmFault): Played {
  const isModel = code.startsWith('model_')
  const kind = outcomeKinds.has(code) ? 'refusal' : isModel ? 'model' : 'environment'
  return { kind: 'fault', fault: { kind, code, message }, fatal: isModel && fatal }
}

const seconds = (since: number): number => Math.round(systemClock.now() - since) / 1000

/** Counts what is asked of the model in one episode. */
class Meter {
  requests = 0
  input: number | null = 0
  output: number | null = 0
  waitedMs = 0

  add(reply: Reply | null, ms: number): void {
    this.requests++
    this.waitedMs += ms
    const usage = reply?.usage
    this.input = usage === undefined || this.input === null ? null : this.input + usage.input
    this.output = usage === undefined || this.output === null ? null : this.output + usage.output
  }
}

/** A model at the door of an environment. */
export class ModelPlayer implements EpisodePlayer {
  readonly #place: Place
  readonly #setup: ModelSetup
  readonly #client: ModelClient
  readonly #gate: RequestGate
  readonly #patienceMs: number

  private constructor(place: Place, setup: ModelSetup, client: ModelClient, gate: RequestGate, patienceMs: number) {
    this.#place = place
    this.#setup = setup
    this.#client = client
    this.#gate = gate
    this.#patienceMs = patienceMs
  }

  /** @param patienceMs how long one request waits in all while a server is busy */
  static async create(
    place: Place,
    setup: ModelSetup,
    env: Readonly<Record<string, string | undefined>>,
    patienceMs: number,
  ): Promise<ModelPlayer> {
    const { player, baseUrl, token, timeoutMs, concurrency, requestsPerMinute } = setup
    const gate = new RequestGate(concurrency, requestsPerMinute, systemClock)
    const client = new ModelClient({
      baseUrl,
      token,
      model: player.model ?? player.name,
      maxTokens: player.max_tokens ?? 2048,
      historyTokens: player.history_tokens ?? 24_000,
      timeout: timeoutMs,
      temperature: player.temperature ?? 0,
      asText: player.mode === 'text',
      ...(player.parameters && { parameters: player.parameters }),
      patienceMs,
      clock: systemClock,
      onBusy: () => gate.slow(),
      fetch: await fetchFor(baseUrl, env),
    })
    return new ModelPlayer(place, setup, client, gate, patienceMs)
  }

  async play({ player, item, attempt }: Job, reset: ResetChoice, signal: AbortSignal): Promise<Played> {
    const door = new HttpDoor(this.#place, `eval-${crypto.randomUUID()}`, () => undefined)
    const meter = new Meter()
    const began = systemClock.now()
    const conversation = this.#client.forConversation()
    const client = {
      ask: async (history: ChatHistory, asked: AbortSignal): Promise<Reply | null> =>
        await this.#gate.run(asked, async () => {
          const from = systemClock.now()
          const reply = await conversation.ask(history, asked)
          meter.add(reply, systemClock.now() - from)
          return reply
        }),
    }
    try {
      const { outcome, fault } = await playEpisode(
        {
          door,
          client,
          model: this.#setup.player.name,
          print: () => undefined,
          patience: { clock: systemClock, patienceMs: this.#patienceMs },
          signal,
          submitUnfinished: true,
        },
        { name: item.key, params: reset },
      )
      if (fault?.kind === 'interrupted') return { kind: 'interrupted' }
      const trajectory = door.recorded()
      if (outcome === null || trajectory === undefined) {
        return fault === null
          ? { kind: 'fault', fault: { kind: 'environment', code: 'internal', message: 'no outcome' }, fatal: false }
          : faultOf(fault)
      }
      return {
        kind: 'played',
        trajectory: {
          ...trajectory,
          evaluation: {
            item: item.key,
            player: player.name,
            attempt,
            ended: endOf(outcome, trajectory.steps, fault),
            requests: meter.requests,
            input_tokens: meter.input,
            output_tokens: meter.output,
            model_seconds: Math.round(meter.waitedMs) / 1000,
            seconds: seconds(began),
          },
        },
      }
    } finally {
      await door.close()
    }
  }
}

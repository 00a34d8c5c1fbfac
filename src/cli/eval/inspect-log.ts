/**
 * A run of one player as inspect keeps its own: a log of version 2 in JSON, which `inspect view` shows and
 * `read_eval_log` reads. After https://inspect.aisi.org.uk/eval-logs.html; tried with inspect 0.3.285.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { EpisodeFacts } from '../../evaluation/episode-facts.ts'
import type { EvaluatedTrajectory } from '../../evaluation/run.ts'
import type { CountedRun } from './read-facts.ts'

type Json = Readonly<Record<string, unknown>>

const idOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)

/** Logs have times, and runs have none: what is equal stays equal. */
const noTime = '1970-01-01T00:00:00+00:00'

/** A number as JSON can hold it. */
const known = (value: number): number => (Number.isFinite(value) ? value : 0)

/** The conversation, as tool calls and their answers. */
function messagesOf({ reset, steps }: EvaluatedTrajectory, model: string): Json[] {
  const messages: Json[] = [{ id: 'm0', role: 'user', source: 'input', content: reset.metadata.prompt }]
  for (const [place, { action, result, said }] of steps.entries()) {
    const { action_type: name, ...args } = action as Json
    const call = `call_${place + 1}`
    const words = (said ?? []).filter(({ by }) => by === 'model').map(({ text }) => text)
    messages.push({
      id: `a${place + 1}`,
      role: 'assistant',
      source: 'generate',
      model,
      content: words.join('\n'),
      tool_calls: [{ id: call, function: String(name), arguments: args, type: 'function' }],
    })
    const { last_error: error, last_query_result: found } = result.observation
    messages.push({
      id: `t${place + 1}`,
      role: 'tool',
      tool_call_id: call,
      function: String(name),
      content: error ?? JSON.stringify(found ?? 'done'),
      ...(error !== null && { error: { type: 'unknown', message: error } }),
    })
  }
  return messages
}

function sampleOf(episode: EvaluatedTrajectory, facts: EpisodeFacts, model: string): Json {
  const { item, attempt, solved, score, failure, input_tokens: input, output_tokens: output } = facts
  const messages = messagesOf(episode, model)
  const usage =
    input === null || output === null
      ? {}
      : { [model]: { input_tokens: input, output_tokens: output, total_tokens: input + output } }
  return {
    id: item.key,
    epoch: attempt,
    uuid: idOf(model, item.key, attempt),
    input: episode.reset.metadata.prompt,
    target: '',
    messages,
    output: {
      model,
      choices: [{ message: messages.findLast(({ role }) => role === 'assistant') ?? messages[0], stop_reason: 'stop' }],
    },
    scores: {
      solved: { value: solved ? 'C' : 'I', explanation: failure ?? 'every cell is right' },
      score: { value: score },
    },
    metadata: { ...item, ended: facts.ended, failure, steps: facts.steps, damaged: facts.damaged },
    store: {},
    events: [],
    model_usage: usage,
    total_time: facts.seconds,
    attachments: {},
  }
}

/** The name under which inspect's tools find a log in a folder: it has to begin with a time. */
export function inspectLogName({ run }: CountedRun, player: string): string {
  return `${noTime.replaceAll(':', '-')}_dataops-env_${idOf(run.digest, player)}.json`
}

/** The log of one player. */
export function inspectLog({ run, episodes, facts, summaries }: CountedRun, player: string): Json {
  const found = run.players.find(({ name }) => name === player)
  const model = found?.model ?? player
  const summary = summaries.find((own) => own.player.name === player)
  const own = episodes.flatMap((episode, place) => {
    const fact = facts[place]
    return fact !== undefined && fact.player === player ? [{ episode, fact }] : []
  })
  const metric = (name: string, value: number): Json => ({ [name]: { name, value: known(value), params: {} } })
  const scoreOf = (name: string, mean: number, error: number): Json => ({
    name,
    scorer: name,
    params: {},
    metrics: { ...metric(name === 'solved' ? 'accuracy' : 'mean', mean), ...metric('stderr', error) },
  })
  return {
    version: 2,
    status: own.length > 0 ? 'success' : 'error',
    eval: {
      eval_id: idOf(run.digest, player),
      run_id: idOf(run.digest),
      created: noTime,
      task: 'dataops_env',
      task_id: idOf('dataops_env', run.digest),
      task_version: run.package,
      task_attribs: {},
      task_args: run.source,
      dataset: {
        name: String(run.source['list'] ?? run.source['split'] ?? run.source['suite'] ?? 'dataops-env'),
        samples: run.items.length,
        sample_ids: run.items.map(({ key }) => key),
        shuffled: false,
      },
      model,
      model_args: {},
      config: { epochs: run.attempts },
      packages: { 'dataops-env': run.package },
    },
    plan: { name: 'plan', steps: [], config: {} },
    results: {
      total_samples: run.items.length * (found?.kind === 'policy' ? 1 : run.attempts),
      completed_samples: own.length,
      scores:
        summary === undefined
          ? []
          : [
              scoreOf('solved', summary.solved.mean, summary.solved.standardError),
              scoreOf('score', summary.score.mean, summary.score.standardError),
            ],
    },
    stats: { started_at: noTime, completed_at: noTime, model_usage: {} },
    samples: own.map(({ episode, fact }) => sampleOf(episode, fact, model)),
  }
}

import type { Command } from 'commander'
import { systemClock, type Patience } from '../agent/back-off.ts'
import { EnvironmentFailure } from '../agent/environment-failure.ts'
import { HttpDoor, type ListedTask, type Place } from '../agent/http-door.ts'
import { type LlmFault, type LlmTask, playEpisode } from '../agent/llm-agent.ts'
import { ModelClient } from '../agent/model/model-client.ts'
import { playbooks } from '../agent/playbooks.ts'
import { AppError, type ErrorCode } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import { tellingModes } from '../episode/rewards.ts'
import { describeError, exitCode, oneLine } from './command-error.ts'
import { defaultModel, huggingFaceUrl, readEndpoint } from './network/model-endpoint.ts'
import { parseSeed, parseWhole } from './options.ts'
import { fetchFor } from './network/proxy-fetch.ts'
import { openRecord } from './record-file.ts'
import {
  addUrlOption,
  type EpisodeFlags,
  type EpisodeOptions,
  parseEpisodeFlags,
  withPlace,
} from './network/remote-options.ts'
import { interruptible, type Shell } from './shell.ts'

interface AgentFlags extends EpisodeFlags {
  readonly task?: string[]
  readonly seed?: string
  readonly url?: string
  readonly model?: string
  readonly maxTokens: string
  readonly historyTokens: string
  readonly timeout: string
  readonly patience: string
  readonly record?: string
}

/** Waits below this are not worth a line, in milliseconds. */
const shortWait = 5000

/** The episodes that flags ask for, of a server's list; of a server that does not answer, by their names alone. */
function chooseTasks(
  listed: readonly ListedTask[] | undefined,
  wanted: readonly string[] | undefined,
  { seed, split, level, rewardMode }: EpisodeOptions & { readonly seed: number | null },
): LlmTask[] {
  const isChoice = split !== undefined || level !== undefined
  const isClassic = split === 'classic' || !isChoice
  if (split === 'classic' && level !== undefined) throw new AppError('wrong_use', 'the classic tasks have no levels')
  const fits = (task: ListedTask): boolean =>
    (task.suite === 'classic') === isClassic &&
    (isClassic || split === undefined || (task.splits?.some((name) => name === split) ?? true)) &&
    (level === undefined || (task.levels?.some((offer) => offer.level === level) ?? true))
  const names = wanted ?? listed?.filter(fits).map(({ id }) => id) ?? Object.keys(playbooks)
  return names.map((name) => {
    // Of a generated task the list has the family only.
    const family = name.replace(/@.*$/s, '')
    const known = listed?.find(({ id }) => id === family)
    if (listed !== undefined && known === undefined) {
      const ids = listed.map(({ id }) => id)
      throw new AppError('unknown_task', `the server plays ${ids.join(', ')}, not ${name}${didYouMean(family, ids)}`)
    }
    const params = { seed, ...(rewardMode !== undefined && { reward_mode: rewardMode }) }
    // A family's name alone is a task too.
    if (isClassic) return { name, params: { ...params, task_id: name } }
    if (family !== name) throw new AppError('wrong_use', `the id ${name} names its level: give the family, ${family}`)
    if (known?.suite === 'classic') throw new AppError('wrong_use', `${name} belongs to no level and no split`)
    return { name, params: { ...params, family, split: split ?? null, level: level ?? null } }
  })
}

/** The server's list; undefined when there is none to be had, which the first reset will tell. */
async function listTasks(door: HttpDoor): Promise<ListedTask[] | undefined> {
  try {
    return await door.tasks()
  } catch (error) {
    if (error instanceof EnvironmentFailure) return undefined
    throw error
  }
}

/** Says why an episode did not come to its end, and what the command's exit code is for it. */
function report(task: string, { kind, code, message }: LlmFault, tell: (line: string) => void): number {
  switch (kind) {
    case 'interrupted':
      tell(`error: ${code}: ${message}`)
      return exitCode.interrupted
    case 'not_played':
      tell(`not played: ${task}: ${code}: ${message}`)
      return exitCode.notPlayed
    case 'asked_wrongly': {
      const { line, exit } = describeError(new AppError(code as ErrorCode, message))
      tell(line)
      return exit
    }
    case 'unusable':
      tell(`error: ${code}: ${message}`)
      return exitCode.fellShort
  }
}

/** `agent`: an LLM plays the tasks. */
export function addAgent(program: Command, shell: Shell): void {
  const command = program.command('agent').description('Let a language model play the tasks through the HTTP door.')
  addUrlOption(
    command
      .option('--task <id...>', 'play these tasks, or families (default: the five classic ones)')
      .option('--seed <n>', 'the instances of this seed instead of the canonical ones')
      .option('--split <name>', 'generated tasks of this split: of the families named by --task, else of all')
      .option('--level <n>', 'generated tasks of this level, 1 to 5')
      .option('--reward-mode <mode>', "classic, terminal or solved (default: the task's own)"),
  )
    .option('--model <name>', `model to ask (default: MODEL_NAME, else ${defaultModel})`)
    .option('--max-tokens <n>', 'longest answer of the model, in tokens', '2048')
    .option('--history-tokens <n>', 'longest conversation sent to the model, in tokens', '24000')
    .option('--timeout <s>', 'seconds to wait for one answer of the model', '60')
    .option('--patience <s>', 'seconds to wait in all while a server is busy or away', '600')
    .option('--record <file>', 'write the episodes played to a file that replay reads')
    .addHelpText(
      'after',
      `
Environment: HF_TOKEN, API_BASE_URL (default ${huggingFaceUrl}), MODEL_NAME; after them
OPENAI_API_KEY and OPENAI_BASE_URL; HTTPS_PROXY, HTTP_PROXY, NO_PROXY; DATAOPS_TOKEN for --url.
Standard output carries [START], [STEP] and [END] lines only. Exit codes: 0 every task solved, 1 not,
3 a task could not be played (standard error says "not played"), 130 interrupted.`,
    )
    .action(async (flags: AgentFlags) => await run(flags, shell))
}

async function run(flags: AgentFlags, shell: Shell): Promise<void> {
  const { env, stdout, stderr } = shell
  const tell = (line: string): void => void stderr.write(`${oneLine(line)}\n`)
  const endpoint = readEndpoint(env, flags.model)
  const patience: Patience = {
    clock: systemClock,
    patienceMs: parseWhole('--patience', flags.patience, 0, 86_400) * 1000,
    onWait: (ms, reason) => {
      if (ms >= shortWait) tell(`waiting ${Math.round(ms / 1000)} s: ${reason}`)
    },
  }
  const client = new ModelClient({
    ...endpoint,
    ...patience,
    maxTokens: parseWhole('--max-tokens', flags.maxTokens, 1, 1_000_000),
    historyTokens: parseWhole('--history-tokens', flags.historyTokens, 1000, 10_000_000),
    timeout: parseWhole('--timeout', flags.timeout, 1, 3600) * 1000,
    fetch: await fetchFor(endpoint.baseUrl, env),
  })
  const telling = tellingModes.map((mode) => [mode, 'it tells after each step how right it was'])
  const options = {
    ...parseEpisodeFlags(flags, Object.fromEntries(telling)),
    seed: flags.seed === undefined ? null : parseSeed(flags.seed),
  }
  const record = openRecord(flags.record)
  const { signal } = interruptible(shell)
  await withPlace(flags.url, shell, async (place: Place) => {
    const door = new HttpDoor(place, `agent-${crypto.randomUUID()}`, record)
    try {
      const tasks = chooseTasks(await listTasks(door), flags.task, options)
      const print = (line: string): void => void stdout.write(`${line}\n`)
      const codes: number[] = []
      for (const [index, task] of tasks.entries()) {
        const player = { door, client, model: endpoint.model, print, patience, signal }
        const { solved, fault } = await playEpisode(player, task)
        codes.push(fault === null ? (solved ? exitCode.done : exitCode.fellShort) : report(task.name, fault, tell))
        const left = tasks.slice(index + 1).map(({ name }) => name)
        if (fault?.fatal !== true) continue
        if (fault.kind === 'not_played' && left.length > 0) tell(`not played: ${left.join(', ')}: for the same reason`)
        break
      }
      // The gravest first: what was not played says nothing about the model.
      const { interrupted, wrongUse, notPlayed, fellShort, done } = exitCode
      shell.exitCode = [interrupted, wrongUse, notPlayed, fellShort].find((code) => codes.includes(code)) ?? done
    } finally {
      await door.close()
    }
  })
}

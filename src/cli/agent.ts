import type { Command } from 'commander'
import { HttpDoor } from '../agent/http-door.ts'
import { playEpisode } from '../agent/llm-agent.ts'
import { ModelClient } from '../agent/model-client.ts'
import { AppError } from '../kit/errors.ts'
import { exitCode } from './command-error.ts'
import { withServer } from './local-server.ts'
import { parseSeed, parseWhole } from './options.ts'
import { openRecord } from './record-file.ts'

const defaultBaseUrl = 'https://router.huggingface.co/v1'
const defaultModel = 'Qwen/Qwen2.5-72B-Instruct'

interface AgentFlags {
  readonly task?: string[]
  readonly seed?: string
  readonly url?: string
  readonly model?: string
  readonly maxTokens: string
  readonly historyTokens: string
  readonly timeout: string
  readonly record?: string
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '[::1]'])

function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname) || /^127(?:\.\d{1,3}){3}$/.test(url.hostname)
}

/** The model's address and key. A token is needed for every host but this one. */
function readEndpoint(env: NodeJS.ProcessEnv): { baseUrl: string; token: string } {
  const baseUrl = env['API_BASE_URL'] || defaultBaseUrl
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new AppError('wrong_use', `API_BASE_URL is not an http(s) URL: ${baseUrl}`)
  }
  const token = env['HF_TOKEN'] ?? ''
  if (token === '' && !isLoopback(new URL(baseUrl))) {
    throw new AppError('missing_token', 'the environment variable HF_TOKEN is not set')
  }
  // The client insists on a key; a server on this machine that needs none ignores it.
  return { baseUrl, token: token || 'none' }
}

/** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return controller.signal
}

/** `agent`: an LLM plays the tasks. */
export function addAgent(program: Command): void {
  program
    .command('agent')
    .description('Let a language model play the tasks through the HTTP door.')
    .option('--task <id...>', 'play these tasks (default: the five classic ones)')
    .option('--seed <n>', 'the instances of this seed instead of the canonical ones')
    .option('--url <url>', 'play against a server that is already running')
    .option('--model <name>', `model to ask (default: MODEL_NAME, else ${defaultModel})`)
    .option('--max-tokens <n>', 'longest answer of the model, in tokens', '2048')
    .option('--history-tokens <n>', 'longest conversation sent to the model, in tokens', '24000')
    .option('--timeout <s>', 'seconds to wait for one answer of the model', '60')
    .option('--record <file>', 'write the episodes played to a file that replay reads')
    .addHelpText(
      'after',
      `
Environment: HF_TOKEN, API_BASE_URL (default ${defaultBaseUrl}), MODEL_NAME.
Standard output carries [START], [STEP] and [END] lines only. Exit codes: 0 every task solved, 1 not, 130 interrupted.`,
    )
    .action(async (flags: AgentFlags) => {
      const endpoint = readEndpoint(process.env)
      const model = flags.model ?? (process.env['MODEL_NAME'] || defaultModel)
      const client = new ModelClient({
        ...endpoint,
        model,
        maxTokens: parseWhole('--max-tokens', flags.maxTokens, 1, 1_000_000),
        timeout: parseWhole('--timeout', flags.timeout, 1, 3600) * 1000,
      })
      const historyTokens = parseWhole('--history-tokens', flags.historyTokens, 1000, 10_000_000)
      const seed = flags.seed === undefined ? null : parseSeed(flags.seed)
      const record = openRecord(flags.record)
      const interrupt = interruptible()
      await withServer(flags.url, async (url) => {
        const door = new HttpDoor(url, `agent-${crypto.randomUUID()}`, record)
        const tasks = await door.tasks()
        const known = tasks.map((task) => task.id)
        const wanted = flags.task ?? tasks.filter(({ suite }) => suite === 'classic').map(({ id }) => id)
        // Of a generated task the list has the family only.
        const unknown = wanted.find((id) => !known.includes(id.replace(/@.*$/s, '')))
        if (unknown !== undefined)
          throw new AppError('unknown_task', `the server plays ${known.join(', ')}, not ${unknown}`)
        let solved = 0
        for (const task of wanted) {
          const result = await playEpisode(
            {
              door,
              client,
              model,
              historyTokens,
              print: (line) => process.stdout.write(`${line}\n`),
              diagnose: (code, message) => process.stderr.write(`error: ${code}: ${message.replaceAll(/\s+/g, ' ')}\n`),
              signal: interrupt,
            },
            { task_id: task, seed },
          )
          if (result.solved) solved++
          if (result.fatal) break
        }
        door.close()
        process.exitCode = solved === wanted.length ? exitCode.done : exitCode.fellShort
        if (interrupt.aborted) process.exitCode = exitCode.interrupted
      })
    })
}

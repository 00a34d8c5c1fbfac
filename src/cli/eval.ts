import type { Command } from 'commander'
import type { Place } from '../agent/http-door.ts'
import type { ResetChoice } from '../agent/reset-choice.ts'
import { jobsOf, runFormat, type Item, type Job, type Run } from '../evaluation/run.ts'
import { standingFaults, summariesOf } from '../evaluation/summary.ts'
import { canonicalJson } from '../kit/canonical-json.ts'
import { digestHex } from '../kit/digest.ts'
import { AppError } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { packageVersion } from '../server/floor/package-version.ts'
import { splits } from '../tasks/define-task.ts'
import { exitCode, oneLine } from './command-error.ts'
import { forecast, type Forecast } from './eval/forecast.ts'
import { chooseItems, generatedSuites } from './eval/items.ts'
import { dollars, LiveTable } from './eval/live-table.ts'
import { readModels, type ModelSetup } from './eval/models-file.ts'
import { ModelPlayer } from './eval/play-model.ts'
import { policies, policyNames, policyPlayer, PolicyPlayer, type PolicyName } from './eval/play-policy.ts'
import { playRun, type Crew, type PlayEnd } from './eval/play-run.ts'
import { RunFolder } from './eval/run-folder.ts'
import { showSummaries } from './eval/show-report.ts'
import { Tally } from './eval/tally.ts'
import { addUrlOption, withPlace } from './network/remote-options.ts'
import { parseWhole } from './options.ts'
import { interruptible, type Shell } from './shell.ts'
import { parseChoice, type ChoiceFlags } from './task-choice.ts'
import { drawTable } from './terminal/fit-table.ts'
import { terminalOf, type Terminal } from './terminal/terminal.ts'

interface EvalFlags extends ChoiceFlags {
  readonly list?: string
  readonly suite?: string
  readonly count?: string
  readonly model?: string
  readonly models?: string
  readonly policy?: string
  readonly attempts: string
  readonly concurrency: string
  readonly temperature?: string
  readonly maxTokens: string
  readonly historyTokens: string
  readonly timeout: string
  readonly patience: string
  readonly maxCost?: string
  readonly out?: string
  readonly url?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Instances where nothing says how many. */
const usualCount = 100
/** Episodes of policies at once: they wait for nothing. */
const policyConcurrency = 4

const namesIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

function parseDecimal(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN
  if (value <= most) return value
  throw new AppError('wrong_use', `${flag} takes a number from 0 to ${most}, not ${text}`)
}

function parsePolicies(text: string | undefined): PolicyName[] {
  return namesIn(text).map((name) => {
    const policy = policyNames.find((known) => known === name)
    if (policy !== undefined) return policy
    throw new AppError(
      'wrong_use',
      `--policy takes ${policyNames.join(', ')}, not ${name}${didYouMean(name, policyNames)}`,
    )
  })
}

/** `eval`: models and policies play many instances, several times each. */
export function addEval(program: Command, shell: Shell): void {
  const command = program
    .command('eval')
    .description('Measure models: many instances, several attempts, error bars, a record of everything.')
    .option('--model <names>', 'models to ask, by commas: of models.yaml, else as agent takes them')
    .option('--policy <names>', `built-in policies, by commas: ${policyNames.join(', ')}`)
    .option('--models <file>', 'where models are described (default: models.yaml, if it is there)')
    .option('--list <name>', 'play the instances of a frozen list, by name or file')
    .option('--suite <name>', `classic, ${generatedSuites.join(' or ')} (default: all generated ones)`)
    .option('--split <name>', `${splits.join(', ')} of the generated tasks (default: test)`)
    .option('--family <name>', 'of this family alone')
    .option('--world <name>', 'in this world alone')
    .option('--level <n>', 'of this level alone')
    .option('--count <n>', `how many instances, evenly over the tasks (default: ${usualCount})`)
    .option('--attempts <n>', 'attempts of each model at each instance', '1')
    .option('--concurrency <n>', 'episodes of one model at once', '32')
    .option('--temperature <t>', 'of models that do not say theirs (default: 0)')
    .option('--max-tokens <n>', 'longest answer of a model, in tokens', '2048')
    .option('--history-tokens <n>', 'longest conversation sent to a model, in tokens', '24000')
    .option('--timeout <s>', 'seconds to wait for one answer of a model', '120')
    .option('--patience <s>', 'seconds that one request waits in all while a server is busy or away', '600')
    .option('--max-cost <usd>', 'begin no episode once so much is spent')
    .option('--out <dir>', 'folder of the run; one that is there is gone on with')
    .option('--dry-run', 'say what would be played and what it may cost, and end')
    .option('--json', 'print a line of JSON for each event')
  addUrlOption(command)
    .addHelpText(
      'after',
      `
Policies: ${policyNames.map((name) => `${name} ${policies[name]}`).join('; ')}.
The same command goes on where it was stopped, by Ctrl-C or otherwise. Keys are read as agent reads them, or
from the variables that models.yaml names. Exit codes: 0 everything is played, 3 some of it could not be
(standard error says why; the same command tries again), 130 interrupted.`,
    )
    .action(async (flags: EvalFlags) => await run(flags, shell))
}

/** The run that flags ask for, and how to ask its models. */
function planRun(flags: EvalFlags, shell: Shell): { readonly run: Run; readonly models: readonly ModelSetup[] } {
  const names = namesIn(flags.model)
  const wanted = parsePolicies(flags.policy)
  if (names.length + wanted.length === 0) {
    throw new AppError(
      'wrong_use',
      `who plays? Name a model by --model, or a policy by --policy: ${policyNames.join(', ')}`,
    )
  }
  const models = readModels(names, flags.models, shell.env, {
    temperature: parseDecimal('--temperature', flags.temperature, 2),
    concurrency: parseWhole('--concurrency', flags.concurrency, 1, 1024),
    maxTokens: parseWhole('--max-tokens', flags.maxTokens, 1, 1_000_000),
    historyTokens: parseWhole('--history-tokens', flags.historyTokens, 1000, 10_000_000),
    timeoutMs: parseWhole('--timeout', flags.timeout, 1, 3600) * 1000,
  })
  const count = flags.count === undefined ? usualCount : parseWhole('--count', flags.count, 1, 100_000)
  const fixed = flags.list !== undefined ? '--list' : flags.suite === 'classic' ? '--suite classic' : undefined
  if (fixed !== undefined && flags.count !== undefined) throw new AppError('wrong_use', `${fixed} has its own count`)
  const { source, items } = chooseItems({ ...parseChoice(flags), list: flags.list, suite: flags.suite, count })
  const players = [...wanted.map(policyPlayer), ...models.map(({ player }) => player)]
  const twice = players.find(({ name }, place) => players.findIndex((other) => other.name === name) < place)
  if (twice !== undefined) throw new AppError('wrong_use', `two players are called ${twice.name}`)
  const attempts = parseWhole('--attempts', flags.attempts, 1, 1000)
  const content = {
    format: runFormat,
    package: packageVersion,
    source,
    attempts,
    players,
    items: [...items],
  } satisfies Omit<Run, 'digest'>
  return { run: { ...content, digest: digestHex(new TextEncoder().encode(canonicalJson(content))) }, models }
}

/** Where a run lies that nobody has named: the same for the same command. */
const usualFolder = ({ players, digest }: Run): string =>
  `runs/${(players.at(-1)?.name ?? 'run').replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}-${digest.slice(0, 8)}`

function showForecast(plan: readonly Forecast[], terminal: Terminal): string {
  const rows = plan.map(({ player, episodes, input, output, cost }) => [
    player.name,
    String(episodes),
    player.kind === 'policy' ? '' : `${(input / 1e6).toFixed(2)} M`,
    player.kind === 'policy' ? '' : `${(output / 1e6).toFixed(2)} M`,
    player.kind === 'policy' ? '' : cost === null ? 'no price' : dollars(cost),
  ])
  const head = ['player', 'episodes to play', 'tokens in', 'tokens out', 'cost']
  return drawTable(head, rows, terminal, { right: [1, 2, 3, 4] })
}

async function run(flags: EvalFlags, shell: Shell): Promise<void> {
  const { run: plan, models } = planRun(flags, shell)
  const maxCost = parseDecimal('--max-cost', flags.maxCost, 100_000_000)
  const unpriced = models.find(({ player }) => player.price === null)
  if (maxCost !== undefined && unpriced !== undefined) {
    throw new AppError('wrong_use', `--max-cost needs a price, and models.yaml has none for ${unpriced.player.name}`)
  }
  const patienceMs = parseWhole('--patience', flags.patience, 0, 86_400) * 1000
  const emit = (event: object): void => void (flags.json && shell.stdout.write(toJsonLine(event)))
  if (flags.dryRun) {
    const expected = forecast(jobsOf(plan))
    if (!flags.json) shell.stdout.write(showForecast(expected, terminalOf(shell.stdout, shell.env)))
    for (const own of expected) emit(planEvent(own))
    return
  }
  const out = flags.out ?? usualFolder(plan)
  const folder = await RunFolder.open(out, plan)
  const { signal, end } = interruptible(shell)
  try {
    const tally = new Tally(plan, folder)
    announce(tally, out, flags, shell, emit)
    const live = new LiveTable(shell.stderr, terminalOf(shell.stderr, shell.env), tally.jobs, tally.facts)
    tally.onEpisode = (own) => {
      live.episode(own)
      const { player, item, attempt, solved, score, steps, failure } = own
      emit({ event: 'episode', player, item: item.key, attempt, solved, score, steps, failure })
    }
    tally.onFault = (fault) => {
      live.fault(fault.player)
      emit({ event: 'fault', ...fault })
    }
    let ended: PlayEnd = { stopped: null, given: new Map() }
    if (tally.jobs.length > 0) {
      await withPlace(flags.url, shell, async (place) => {
        ended = await playRun({
          crews: await crewsOf(tally.jobs, models, place, shell, patienceMs),
          resetOf,
          mayGoOn: () => maxCost === undefined || tally.cost < maxCost,
          signal,
          onEpisode: async (job, trajectory) => await tally.addEpisode(job, trajectory),
          onFault: async (fault) => await tally.addFault(fault),
        }).finally(() => live.end())
      })
    }
    shell.exitCode = conclude(tally, ended, out, flags, shell, emit)
  } finally {
    end()
    await folder.close()
  }
}

const planEvent = ({ player, ...expected }: Forecast): object => ({ event: 'plan', player: player.name, ...expected })

/** What the door is asked for to play an item. By selectors, which a server with a private test understands as well. */
function resetOf({ id, family, world, level, split, seed }: Item): ResetChoice {
  return world === null ? { task_id: id, seed } : { family, world, level, split, seed }
}

/** Says where the run is written, what is left of it and what that will take. */
function announce(
  { jobs, facts }: Tally,
  out: string,
  { json }: EvalFlags,
  { stderr, env }: Shell,
  emit: (event: object) => void,
): void {
  const expected = forecast(jobs)
  for (const own of expected) emit(planEvent(own))
  if (json) return
  stderr.write(facts.length > 0 ? `going on with ${out}: ${facts.length} episodes are played\n` : `writing to ${out}\n`)
  if (!expected.some(({ player }) => player.kind === 'model')) return
  stderr.write(`a guess, for models that take half of their steps:\n${showForecast(expected, terminalOf(stderr, env))}`)
}

/** Shows the numbers, says what is left and why, and gives the exit code. */
function conclude(
  tally: Tally,
  { stopped, given }: PlayEnd,
  out: string,
  { json }: EvalFlags,
  { stdout, stderr, env }: Shell,
  emit: (event: object) => void,
): number {
  const tell = (line: string): void => void stderr.write(`${oneLine(line)}\n`)
  const faults = standingFaults(tally.faults, tally.facts)
  const summaries = summariesOf(tally.run, tally.facts)
  if (json) emit({ event: 'end', out, stopped, summaries })
  else stdout.write(showSummaries(tally.run, summaries, faults, terminalOf(stdout, env)))
  for (const { player, code, message } of given.values()) tell(`not played: ${player}: ${code}: ${message}`)
  const left = jobsOf(tally.run).length - tally.facts.length
  if (left === 0) return exitCode.done
  const last = faults.at(-1)
  const reasons = {
    budget: `--max-cost is spent (${dollars(tally.cost)})`,
    environment: `${last?.code ?? 'io_error'}: ${last?.message ?? 'the environment does not answer'}`,
    interrupted: 'interrupted',
  }
  const why = stopped === null ? [...new Set(faults.map(({ code }) => code))].join(', ') : reasons[stopped]
  tell(`not played: ${left} episodes: ${why}; the same command goes on`)
  return stopped === 'interrupted' ? exitCode.interrupted : exitCode.notPlayed
}

/** Who plays which episodes. */
async function crewsOf(
  jobs: readonly Job[],
  models: readonly ModelSetup[],
  place: Place,
  { env }: Shell,
  patienceMs: number,
): Promise<Crew[]> {
  const scripted = jobs.filter(({ player }) => player.kind === 'policy')
  const crews: Crew[] = []
  if (scripted.length > 0) {
    crews.push({ player: await PolicyPlayer.create(place), jobs: scripted, concurrency: policyConcurrency })
  }
  for (const setup of models) {
    const own = jobs.filter(({ player }) => player.name === setup.player.name)
    const player = await ModelPlayer.create(place, setup, env, patienceMs)
    crews.push({ player, jobs: own, concurrency: setup.concurrency })
  }
  return crews
}

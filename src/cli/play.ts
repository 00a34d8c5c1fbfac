import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { Environment } from '../episode/environment.ts'
import type { EpisodeOutcome, StepResult } from '../contract/episode.ts'
import { createRuntime } from '../index.ts'
import { exitCode } from './command-error.ts'
import { parseSeed } from './options.ts'
import { openRecord } from './record-file.ts'
import { showGrade, showObservation, showTables } from './show.ts'

interface PlayFlags {
  readonly seed?: string
  readonly record?: string
}

const help = `SQL ends with a semicolon at the end of a line. Commands:
  .schema [table]  inspect the schema (a step)
  .goal            the goal again
  .undo            take the last step back
  .finish          submit for grading and end
  .help            this text
  .quit            leave without submitting
`

const signed = (reward: number): string => `${reward < 0 ? '' : '+'}${reward}`

/** One person's game: what is typed goes in line by line. */
class Game {
  readonly #environment: Environment
  readonly #goal: string
  #sql = ''
  #return = 0
  #rewards: number[] = []
  outcome: EpisodeOutcome | undefined
  left = false

  constructor(environment: Environment, goal: string) {
    this.#environment = environment
    this.#goal = goal
  }

  get over(): boolean {
    return this.left || this.outcome !== undefined
  }

  get prompt(): string {
    return this.#sql === '' ? 'sql> ' : '...> '
  }

  async line(line: string): Promise<void> {
    if (this.#sql === '' && line.trim().startsWith('.')) return this.#command(line.trim())
    if (this.#sql === '' && line.trim() === '') return
    this.#sql += `${line}\n`
    if (line.trimEnd().endsWith(';')) await this.flush()
  }

  /** Runs SQL that was typed without a last semicolon. */
  async flush(): Promise<void> {
    const query = this.#sql.trim()
    this.#sql = ''
    if (query !== '') await this.#step({ action_type: 'execute_sql', query })
  }

  async #command(text: string): Promise<void> {
    const [name = '', argument] = text.split(/\s+/)
    switch (name) {
      case '.schema':
        return this.#step({ action_type: 'inspect_schema', table_name: argument ?? null })
      case '.goal':
        return print(`${this.#goal}\n`)
      case '.undo':
        return this.#undo()
      case '.finish':
        return this.#step({ action_type: 'finish_task' })
      case '.help':
        return print(help)
      case '.quit':
        this.left = true
        return
      default:
        print(`there is no command ${name}; .help lists them\n`)
    }
  }

  async #undo(): Promise<void> {
    if (!(await this.#environment.undo())) return print('there is nothing to take back\n')
    this.#return -= this.#rewards.pop() ?? 0
    const { step_count: count, step_limit: limit } = this.#environment.state()
    print(`the last step is taken back; step ${count} of ${limit}\n`)
  }

  async #step(action: unknown): Promise<void> {
    const result = await this.#environment.step(action)
    this.#rewards.push(result.reward)
    this.#return += result.reward
    print(this.#describe(result))
    if (result.done && 'grader_score' in result.metadata) this.outcome = result.metadata as EpisodeOutcome
  }

  #describe({ observation, reward, done }: StepResult): string {
    const total = Math.round(this.#return * 1e6) / 1e6
    const place = `step ${observation.current_step}, ${observation.steps_remaining} left`
    const ended = done ? ', the episode is over' : ''
    return `${showObservation(observation)}reward ${signed(reward)}, return ${total} (${place}${ended})\n`
  }
}

function print(text: string): void {
  process.stdout.write(text)
}

/** `play`: a person repairs a database. */
export function addPlay(program: Command): void {
  program
    .command('play')
    .description('Repair a database yourself: type SQL, see rows and rewards, submit.')
    .argument('<task>', 'task id, for example task_easy')
    .option('--seed <n>', 'the instance of this seed instead of the canonical one')
    .option('--record <file>', 'write the episode to a file that replay reads')
    .addHelpText('after', `\n${help}`)
    .action(async (task: string, flags: PlayFlags) => {
      const seed = flags.seed === undefined ? null : parseSeed(flags.seed)
      const runtime = await createRuntime()
      const environment = runtime.createEnvironment()
      const { observation } = await environment.reset({ task_id: task, seed })
      const record = openRecord(flags.record)
      const game = new Game(environment, observation.goal)
      print(`${observation.goal}\n\n${showTables(observation)}\n${help}\n`)
      await readLines(game)
      record?.(environment.trajectory())
      environment.close()
      runtime.close()
      if (game.outcome) print(showGrade(game.outcome))
      else print('left without submitting\n')
      process.exitCode = game.outcome?.solved ? exitCode.done : exitCode.fellShort
    })
}

/** Feeds lines until the game is over or the input ends; prompts on a terminal only. */
async function readLines(game: Game): Promise<void> {
  const terminal = process.stdin.isTTY
  const input = createInterface({ input: process.stdin, terminal, ...(terminal ? { output: process.stdout } : {}) })
  const ask = (): void => {
    if (!terminal) return
    input.setPrompt(game.prompt)
    input.prompt()
  }
  ask()
  for await (const line of input) {
    await game.line(line)
    if (game.over) break
    ask()
  }
  if (!game.over) await game.flush()
  input.close()
}

import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { TaskRows } from '../../src/tasks/task-rows.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

interface Instruction {
  readonly name: string
  readonly value: string
}

/** The stages of the Dockerfile: continuation lines joined, comments dropped. */
function readStages(): { from: string; name: string; instructions: Instruction[] }[] {
  const lines = read('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const stages: { from: string; name: string; instructions: Instruction[] }[] = []
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    const from = /^(\S+) AS (\S+)$/.exec(value)
    if (name === 'FROM' && from) stages.push({ from: from[1] as string, name: from[2] as string, instructions: [] })
    else stages.at(-1)?.instructions.push({ name, value })
  }
  return stages
}

const stages = readStages()
const runtime = stages.at(-1)?.instructions ?? []
const valueOf = (name: string): string => runtime.find((instruction) => instruction.name === name)?.value ?? ''
const environment = Object.fromEntries(
  [...valueOf('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]),
)

/** What the build context holds: .dockerignore lets in only what it names. */
const allowed = new Set(
  read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1)),
)

/** Runs COPY and RUN of a stage below a folder that stands for the root of its image. */
function buildStage(stage: (typeof stages)[number], imageRoot: string, others: ReadonlyMap<string, string>): void {
  let workdir = imageRoot
  for (const { name, value } of stage.instructions) {
    if (name === 'WORKDIR') {
      workdir = join(imageRoot, value)
      mkdirSync(workdir, { recursive: true })
    } else if (name === 'COPY') {
      const from = /^--from=(\S+)\s+/.exec(value)
      const paths = value.slice(from?.[0].length ?? 0).split(/\s+/)
      const target = paths.pop() as string
      for (const path of paths) {
        if (!from && !allowed.has(path)) throw new Error(`.dockerignore keeps ${path} out`)
        const source = from ? join(others.get(from[1] as string) as string, path) : join(root, path)
        const into = target.endsWith('/')
          ? join(workdir, target, path.split('/').at(-1) as string)
          : join(workdir, target)
        mkdirSync(dirname(into), { recursive: true })
        cpSync(source, into, { recursive: true })
      }
    } else if (name === 'RUN') {
      const { status, stderr } = spawnSync('sh', ['-c', value], { cwd: workdir, encoding: 'utf8' })
      if (status !== 0) throw new Error(`RUN ${value}: ${stderr}`)
    }
  }
}

let scratch: string
let app: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'dataops-image-'))
  const roots = new Map<string, string>()
  for (const stage of stages) {
    const imageRoot = join(scratch, stage.name)
    mkdirSync(imageRoot)
    buildStage(stage, imageRoot, roots)
    roots.set(stage.name, imageRoot)
  }
  app = join(scratch, 'runtime', 'app')
}, 300_000)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the container', () => {
  it('builds both stages on one full tag of node slim', () => {
    expect(stages.map((stage) => stage.name)).toEqual(['build', 'runtime'])
    expect(new Set(stages.map((stage) => stage.from)).size).toBe(1)
    expect(stages[0]?.from).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim$/)
  })

  it('runs as uid 1000, without volumes, with labels, a port and a health check without curl', () => {
    expect(valueOf('USER')).toBe('1000')
    expect(runtime.some(({ name }) => name === 'VOLUME')).toBe(false)
    expect(valueOf('LABEL')).toContain('org.opencontainers.image.licenses="MIT"')
    expect(valueOf('EXPOSE')).toBe(environment['PORT'])
    expect(valueOf('HEALTHCHECK')).not.toMatch(/curl|wget/)
  })

  it('ships neither the compiler nor sources nor tests', () => {
    expect(readdirSync(app).toSorted()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'configs',
        'dist',
        'node_modules',
        'openenv.yaml',
        'package-lock.json',
        'package.json',
      ].toSorted(),
    )
    const packages = readdirSync(join(app, 'node_modules'))
    for (const name of ['typescript', 'vitest', 'swagger-ui-dist', '@scarf']) expect(packages).not.toContain(name)
  })

  it('serves an episode and its documentation, is healthy, and ends on SIGTERM', async () => {
    const [command = '', ...args] = JSON.parse(valueOf('CMD')) as string[]
    const env = { PATH: process.env['PATH'], ...environment, DATAOPS_HOST: '127.0.0.1', PORT: '0' }
    const server = spawn(command, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise<number | null>((resolve) => server.once('close', resolve))
    try {
      const line = await new Promise<string>((resolve) => server.stdout.once('data', (data) => resolve(String(data))))
      const url = /http:\/\/\S+/.exec(line)?.[0] as string
      const post = async (path: string, body: object): Promise<{ done: boolean; reward: number }> =>
        (await (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json()) as never
      expect(await post('/reset', { task_id: 'task_dedup' })).toMatchObject({ done: false })
      const query = 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'
      expect(await post('/step', { action_type: 'execute_sql', query })).toMatchObject({ reward: 0.03 })
      expect(await post('/step', { action_type: 'finish_task' })).toMatchObject({ reward: 0.5, done: true })
      expect((await fetch(`${url}/docs`)).status).toBe(200)
      const check = JSON.parse(/CMD (\[.*\])$/.exec(valueOf('HEALTHCHECK'))?.[1] ?? '[]') as string[]
      const probe = (port: string): number | null =>
        spawnSync(check[0] as string, check.slice(1), { env: { ...env, PORT: port } }).status
      expect(probe(new URL(url).port)).toBe(0)
      expect(probe('1')).toBe(1)
    } finally {
      server.kill('SIGTERM')
    }
    expect(await ended).toBe(0)
  })
})

describe('the manifests', () => {
  it('say the same as the code', () => {
    const manifest = parse(read('openenv.yaml')) as {
      name: string
      version: string
      port: number
      validation: { reward: { range: number[] }; capabilities: { declared_task_count: object } }
    }
    const rewards = (parse(read('configs/env_config.yaml')) as { rewards: Record<string, number> }).rewards
    const version = (JSON.parse(read('package.json')) as { version: string }).version
    expect(manifest).toMatchObject({ name: 'dataops_env', version, port: 7860 })
    const steps = ['inspect', 'valid', 'invalid', 'repeated', 'destructive'].map((key) => rewards[key] as number)
    const best = Math.max(...steps) + (rewards['completion'] as number)
    expect(manifest.validation.reward.range).toEqual([Math.min(...steps), best])
    const rows = new TaskRows(defaultSettings)
    const counts = Object.fromEntries(rows.splits.map((split) => [split, rows.count(split)]))
    expect(manifest.validation.capabilities.declared_task_count).toEqual(counts)
  })

  it('the README opens with the front matter of a Docker Space', () => {
    const front = parse(/^---\n([^]*?)\n---\n/.exec(read('README.md'))?.[1] ?? '') as Record<string, unknown>
    expect(front).toMatchObject({ sdk: 'docker', app_port: 7860, license: 'mit' })
    for (const key of ['title', 'emoji', 'colorFrom', 'colorTo']) expect(front[key]).toBeTruthy()
    // A Hub Space refuses a longer one.
    expect(String(front['short_description']).length).toBeLessThanOrEqual(60)
  })
})

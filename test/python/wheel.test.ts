/** What `npm run package:python` builds: equal bytes from two runs, and a package that plays where there is no Node. */
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliPath, runCli } from '../cli/run-cli.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'
import { runPython } from './run-python.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the packaging reads, but for the build and the packages. */
const inputs = ['package.json', 'README.md', 'LICENSE', 'openenv.yaml', 'configs', 'lists', 'scripts', 'python']

/** A copy of the project at another place, in which packages are built; the caller removes it. */
async function build(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'package-python-'))
  for (const path of inputs) await cp(join(root, path), join(copy, path), { recursive: true })
  await cp(join(cliPath, '../..'), join(copy, 'dist'), { recursive: true })
  await cp(join(root, 'test/python'), join(copy, 'test/python'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await symlink(join(root, '.venv'), join(copy, '.venv'))
  const { code, output } = await runPython(process.execPath, ['scripts/package-python.mjs'], { cwd: copy })
  expect(code, output).toBe(0)
  return copy
}

async function digests(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted()
  const entries = names.map(async (name) => {
    const bytes = await readFile(join(folder, name))
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

describe.skipIf(isSkipped('wheel'))('the wheel', () => {
  const copies: string[] = []
  let bin: string
  let wheel: string
  let openenvFolder: string
  /** Nothing is on PATH, and what tests were told of servers is not told here. */
  const bare = { PATH: '/nonexistent', DATAOPS_URL: '', DATAOPS_NODE: '', DATAOPS_SERVER: '', PYTHONPATH: '' }

  beforeAll(async () => {
    bin = await makeEnvironment('wheel')
    copies.push(await build(), await build())
    const folder = join(copies[0] as string, 'dist-python')
    const name = (await readdir(folder)).find((file) => file.endsWith('.whl'))
    wheel = join(folder, name as string)
    openenvFolder = join(copies[0] as string, 'dist-openenv', 'dataops_env')
    const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--force-reinstall', wheel]
    const { code, output } = await runPython(join(bin, 'python'), install)
    expect(code, output).toBe(0)
  }, makingTimeout)

  afterAll(async () => {
    for (const copy of copies) await rm(copy, { recursive: true, force: true })
  })

  test('two builds at two places give equal bytes', async () => {
    const [first, second] = await Promise.all(copies.map(async (copy) => await digests(join(copy, 'dist-python'))))
    expect(Object.keys(first ?? {})).toEqual([
      expect.stringMatching(/^openenv_dataops_env-[\d.]+-py3-none-any\.whl$/),
      expect.stringMatching(/^openenv_dataops_env-[\d.]+\.tar\.gz$/),
    ])
    expect(second).toEqual(first)
  })

  test('is smaller than 4 MB and holds types, the manifest, and a server without node_modules', async () => {
    expect((await stat(wheel)).size).toBeLessThan(4_000_000)
    const list = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))'
    const { stdout } = await runPython(join(bin, 'python'), ['-c', list, wheel])
    const names = stdout.trim().split('\n')
    for (const name of ['py.typed', 'openenv.yaml', 'client.py', '_server/dist/cli/main.js'])
      expect(names).toContain(`dataops_env/${name}`)
    expect(names.filter((name) => /node_modules|__pycache__|\.(map|ts)$/.test(name))).toEqual([])
    expect(names.some((name) => name.endsWith('THIRD-PARTY-LICENSES.txt'))).toBe(true)
  })

  test('the demo solves five of five where there is no Node', async () => {
    const { code, output } = await runPython(join(bin, 'dataops-env'), ['demo'], { env: bare })
    expect(code, output).toBe(0)
    const ours = await runCli(['demo'])
    expect(output).toBe(ours.stdout)
    expect(output.match(/│ +1\.00 │ +yes │/g)).toHaveLength(5)
  })

  test('is the whole command line, exit codes and all', async () => {
    for (const args of [['--help'], ['tasks', '--help'], ['--version'], ['no-such-command'], ['demo', '--task', 'x']]) {
      const theirs = await runPython(join(bin, 'dataops-env'), args, { env: bare })
      const ours = await runCli(args)
      expect({ code: theirs.code, stdout: theirs.stdout }, args.join(' ')).toEqual({
        code: ours.code,
        stdout: ours.stdout,
      })
    }
  })

  test('a program plays on a server of its own', async () => {
    const program = [
      'from dataops_env import VectorEnv, connect, finish_task, tasks',
      'with connect() as session:',
      '    session.reset("task_easy")',
      '    print(session.finish().done)',
      'with VectorEnv(4, tasks=tasks("train", level=1), autoreset=True) as env:',
      '    env.reset()',
      '    print([result.unwrap().done for result in env.step([finish_task()] * 4)])',
    ].join('\n')
    const { code, output } = await runPython(join(bin, 'python'), ['-c', program], { env: bare })
    expect(output).toBe('True\n[True, True, True, True]\n')
    expect(code).toBe(0)
  })

  test.each(['README.md', 'docs/python.md'])('the Python in %s runs as it stands', async (page) => {
    const text = await readFile(join(root, page), 'utf8')
    const blocks = [...text.matchAll(/^```python\n([^]*?)^```/gm)].map(([, block = '']) => block)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) {
      const { code, output } = await runPython(join(bin, 'python'), ['-c', block], { env: bare })
      expect(code, output).toBe(0)
    }
  })

  describe.skipIf(isSkipped('openenv'))("the folder for OpenEnv's tools", () => {
    test(
      'passes the static level of openenv validate',
      async () => {
        const openenv = join(await makeEnvironment('openenv'), 'openenv')
        const { code, output } = await runPython(openenv, ['validate', openenvFolder, '--level', 'static'], {
          timeoutMs: makingTimeout,
        })
        expect(code, output).toBe(0)
        expect(output).toMatch(/PASS\s+static\.manifest/)
        expect(output).toMatch(/Verdict: PASS/)
      },
      makingTimeout,
    )
  })
})

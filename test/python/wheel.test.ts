/** What `npm run package:python` builds: equal bytes from two runs, and a package that plays where there is no Node. */
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliPath, runCli } from '../cli/run-cli.ts'
import { expectAllPass, hasLocalValidator } from './local-validator.ts'
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

  describe('what docs/training.md tells somebody new', () => {
    /** Runs the blocks of the page in their order, in an empty folder, where python3 is on PATH and Node is not. */
    async function follow(withTrl: boolean, afterwards = ''): Promise<string> {
      const page = await readFile(join(root, 'docs/training.md'), 'utf8')
      const blocks = [...page.matchAll(/^```(sh|python) newcomer( trl)?\n([^]*?)^```/gm)]
      const wanted = blocks.filter(([, , trl]) => withTrl || trl === undefined)
      const texts = wanted.map(([, kind, , text = '']) =>
        kind === 'sh' ? text : `python - <<'PROGRAM'\n${text}PROGRAM\n`,
      )
      expect(texts.length).toBe(withTrl ? 4 : 3)
      const [install = '', ...rest] = texts
      const folder = await mkdtemp(join(tmpdir(), 'newcomer-'))
      copies.push(folder)
      await mkdir(join(folder, 'bin'))
      const { stdout } = await runPython(join(bin, 'python'), ['-c', 'import sys; print(sys._base_executable)'])
      await symlink(stdout.trim(), join(folder, 'bin', 'python3'))
      const env = { ...bare, PATH: join(folder, 'bin'), WHEEL: wheel, EXAMPLES: join(root, 'python/examples') }
      const script = ['set -e\n', install, afterwards, ...rest].join('')
      const { code, output } = await runPython('/bin/bash', ['-c', script], {
        cwd: folder,
        env,
        timeoutMs: makingTimeout,
      })
      expect(code, output).toBe(0)
      return output
    }

    test(
      'runs as it stands: the wheel, the demo, ten lines, and their records',
      async () => {
        const output = await follow(false)
        expect(output.match(/│ +1\.00 │ +yes │/g)).toHaveLength(5)
        expect(output).toMatch(/"tables"/)
        expect(output.match(/^ +\d-\d .* 0$/gm) ?? []).toHaveLength(3)
      },
      makingTimeout,
    )

    test.skipIf(process.env['TRAINER_TESTS'] !== '1' || isSkipped('trl'))(
      'and three steps of GRPO, with their curve',
      async () => {
        const trl = await makeEnvironment('trl')
        // TRL and torch need not be fetched again: they are found where they are.
        const program = 'import site; print(site.getsitepackages()[0])'
        const { stdout } = await runPython(join(trl, 'python'), ['-c', program])
        const output = await follow(true, `echo ${stdout.trim()} > "$(python -c '${program}')/trl.pth"\n`)
        expect(output).toContain('three steps: half of each group solved')
        const page = await readFile(join(root, 'docs/training.md'), 'utf8')
        const [, curve = ''] = /^```text\n([^]*?)^```/m.exec(page) ?? []
        expect(output).toContain(curve)
      },
      2 * makingTimeout,
    )
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

    test.skipIf(!hasLocalValidator)('passes all that is graded, on a server of its own', async () => {
      const openenv = await makeEnvironment('openenv')
      // The validator starts the server as a user of its own.
      await chmod(copies[0] as string, 0o755)
      await expectAllPass(openenv, openenvFolder, 'node _server/dist/cli/main.js serve --port {port}')
    })

    test('AutoEnv and AutoAction find the client of an installed wheel, and it plays', async () => {
      const openenv = await makeEnvironment('openenv')
      const target = await mkdtemp(join(tmpdir(), 'installed-wheel-'))
      copies.push(target)
      const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, wheel]
      const installed = await runPython(join(openenv, 'python'), install)
      expect(installed.code, installed.output).toBe(0)
      const program = [
        'from openenv import AutoAction, AutoEnv',
        'from dataops_env import connect',
        'from dataops_env.client import DataopsAction, DataopsEnv',
        'from dataops_env.models import DataopsObservation',
        'assert AutoAction.from_env("dataops") is DataopsAction',
        'with connect() as session:',
        '    env = AutoEnv.from_env("dataops", base_url=session.url)',
        '    assert type(env) is DataopsEnv',
        '    with env.sync() as client:',
        '        start = client.reset(task_id="task_dedup")',
        '        assert isinstance(start.observation, DataopsObservation)',
        '        end = client.step(DataopsAction(action_type="finish_task"))',
        '        print(start.reward, end.done, end.observation.metadata["solved"], client.state().step_count)',
      ].join('\n')
      const env = {
        PYTHONPATH: target,
        HOME: target,
        DATAOPS_URL: '',
        DATAOPS_SERVER: '',
        DATAOPS_NODE: process.execPath,
      }
      const { code, stdout, output } = await runPython(join(openenv, 'python'), ['-c', program], { env })
      expect(code, output).toBe(0)
      expect(stdout.trim().split('\n').at(-1)).toBe('None True False 1')
    })
  })
})

/** Tests of the Python package as tests of this suite: pytest runs once, and each of its functions is one test here. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cliPath } from '../cli/run-cli.ts'
import { runPython } from './run-python.ts'

/** The folder of the Python package's project. */
export const pythonFolder = fileURLToPath(new URL('../../python', import.meta.url))

/** How long pytest may take unless told otherwise, in milliseconds. */
const limitMs = 900_000

/** The test functions of the files below `tests/` whose paths match, as `path::function`. */
export function listTests(files: RegExp): string[] {
  return readdirSync(join(pythonFolder, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => files.test(file))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(pythonFolder, 'tests', file), 'utf8')
      return [...text.matchAll(/^(?:async )?def (test_\w+)/gm)].map(([, name]) => `${file}::${name}`)
    })
}

/** What pytest said of each function: of those with parameters, all together. */
export class PytestReport {
  readonly #cases: readonly { readonly name: string; readonly failure: string | undefined }[]
  readonly #output: string

  private constructor(xml: string, output: string) {
    this.#output = output
    const cases = xml.matchAll(
      /<testcase classname="tests\.([\w.]+)" name="(\w+)[^"]*"[^>]*?(?:\/>|>([^]*?)<\/testcase>)/g,
    )
    this.#cases = [...cases].map(([, file, name, body]) => ({
      name: `${file?.replaceAll('.', '/')}.py::${name}`,
      failure: /<(?:failure|error|skipped)/.test(body ?? '') ? body : undefined,
    }))
  }

  /**
   * Runs pytest with the built command as the server.
   *
   * @param bin the executables of the virtual environment
   */
  static async run(
    bin: string,
    tests: readonly string[],
    env: NodeJS.ProcessEnv = {},
    timeoutMs = limitMs,
  ): Promise<PytestReport> {
    const folder = await mkdtemp(join(tmpdir(), 'pytest-'))
    try {
      const report = join(folder, 'report.xml')
      const files = [...new Set(tests.map((test) => `tests/${test.split('::')[0]}`))]
      const { output } = await runPython(join(bin, 'python'), ['-m', 'pytest', `--junitxml=${report}`, ...files], {
        cwd: pythonFolder,
        env: { PYTHONPATH: pythonFolder, PYTHONDONTWRITEBYTECODE: '1', DATAOPS_SERVER: cliPath, ...env },
        timeoutMs,
      })
      return new PytestReport(await readFile(report, 'utf8').catch(() => ''), output)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** @throws Error when a function failed, was skipped or was not run */
  check(test: string): void {
    const cases = this.#cases.filter(({ name }) => name === test)
    if (cases.length === 0) throw new Error(`pytest did not run it:\n${this.#output}`)
    const failures = cases.flatMap(({ failure }) => failure ?? [])
    if (failures.length > 0) throw new Error(failures.join('\n'))
  }
}

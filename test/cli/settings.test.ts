/** The table of settings: what stands in it works everywhere, and is documented everywhere. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Config, loadConfig, packagedConfigFile, type ServerFlags } from '../../src/cli/settings/config.ts'
import { addServerFlags } from '../../src/cli/settings/server-flags.ts'
import { settingLines } from '../../src/cli/settings/server-settings.ts'
import { variableOf } from '../../src/cli/settings/variables.ts'
import type { AppError } from '../../src/kit/errors.ts'

const pageOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-settings-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What commander makes of a command line of `serve`. */
function parse(...args: string[]): ServerFlags {
  const command = new Command('serve')
  addServerFlags(command, () => undefined)
  return command.parse(args, { from: 'user' }).opts()
}

/** What comes of settings. The example of a file that is not there ends in an error: then it was looked for. */
function outcomeOf(options: Parameters<typeof loadConfig>[0]): Config | string {
  try {
    return loadConfig(options)
  } catch (error) {
    return (error as AppError).message
  }
}

// Lest a smaller memory changes their number too.
const env = { DATAOPS_WORKERS: '1' }

describe.each(settingLines)('%s', (key, { example, preset, note, flag, field, bare }) => {
  const own = key === 'workers' ? {} : env
  const base = loadConfig({ env: own })
  const outcome = outcomeOf({ env: { ...own, [variableOf(key)]: example } })

  test('by its variable changes its field and no other', () => {
    expect(outcome).not.toEqual(base)
    if (typeof outcome === 'string' || field === null) return
    const changed = Object.entries(outcome.server).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(base.server[name as keyof Config['server']]),
    )
    expect(changed.map(([name]) => name)).toEqual([field])
    expect(outcome.settings).toEqual(base.settings)
  })

  test('by a file, and by its flag where it has one, is the same', () => {
    const file = join(folder, `${key}.yaml`)
    writeFileSync(file, `server:\n  ${key}: ${example}\n`)
    expect(outcomeOf({ env: own, file })).toEqual(outcome)
    if (bare === 'read') expect(outcomeOf({ env: { ...own, [key.toUpperCase()]: example } })).toEqual(outcome)
    if (flag === undefined) return
    const isSwitch = 'sets' in flag
    const flags = isSwitch ? parse(`--${flag.name}`) : parse(`--${flag.name}`, example)
    if (isSwitch) expect(flag.sets).toBe(example)
    expect(outcomeOf({ env: own, flags })).toEqual(outcome)
    // What is not given is not set.
    expect(loadConfig({ env: own, flags: parse() })).toEqual(base)
  })

  test('stands in the packaged file, in the help and in docs/deploy.md', () => {
    const line = `\n  ${key}: ${preset}${note === undefined ? '' : ` # ${note}`}\n`
    expect(readFileSync(packagedConfigFile, 'utf8')).toContain(line)
    const shown = flag === undefined ? '' : `\`--${flag.name}\` `
    const row = pageOf('docs/deploy.md')
      .split('\n')
      .find((text) => text.includes(`| \`${key}\` |`))
    expect(row).toContain(`| ${shown}| \`${variableOf(key)}\``)
    if (flag !== undefined) expect(pageOf('docs/cli.md')).toMatch(new RegExp(`\n  --${flag.name}\\b`))
  })
})

test('there is a setting for every key of the packaged file, and a place for every setting', () => {
  const section = readFileSync(packagedConfigFile, 'utf8').split('\nserver:\n')[1] as string
  const keys = section
    .trimEnd()
    .split('\n')
    .map((line) => /^ {2}(\w+): /.exec(line)?.[1])
  expect(keys).toEqual(settingLines.map(([key]) => key))
  const fields = settingLines.flatMap(([, { field }]) => field ?? [])
  expect(new Set(fields).size).toBe(fields.length)
  const others = ['spaceHost', 'validationToken', 'mode']
  expect(Object.keys(loadConfig().server).toSorted()).toEqual([...fields, ...others].toSorted())
})

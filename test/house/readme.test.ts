import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')

/** The help of each command; CI compares docs/cli.md with what the commands say. */
const helps = new Map(
  [...read('docs/cli.md').matchAll(/^## ([a-z]+)\n+```text\n([^]*?)```/gm)].map(([, name = '', help = '']) => [
    name,
    help,
  ]),
)

/** Commands as the README names them, with the rest of their code or line. */
const calls = [
  ...read('README.md').matchAll(/(?:npx (?:--no-install )?dataops-env|`(?=tasks|play)) ?([a-z]+)([^`\n|]*)/g),
].map(([, name = '', rest = '']) => ({ name, rest }))

describe('the README', () => {
  it('names commands and flags that there are', () => {
    expect(helps.size).toBeGreaterThan(9)
    expect(calls.length).toBeGreaterThan(12)
    const wrong = calls.flatMap(({ name, rest }) => {
      const help = helps.get(name)
      if (help === undefined) return [name]
      return (rest.match(/--[a-z-]+/g) ?? [])
        .filter((flag) => !help.includes(`  ${flag} `))
        .map((flag) => `${name} ${flag}`)
    })
    expect(wrong).toEqual([])
  })

  it('asks for no quotation marks inside quotation marks', () => {
    expect(read('README.md')).not.toContain(String.raw`'\''`)
  })

  it('walks through reset, inspect_schema, SELECT, phones, emails and finish_task by curl, in this order', () => {
    const text = read('README.md')
    const walk = text.slice(text.indexOf('## A walk-through with curl'), text.indexOf('## In process'))
    const actions = [...walk.matchAll(/^\$ curl [^]*?^"/gm)].map(([block]) => block)
    expect(actions).toHaveLength(6)
    for (const [place, part] of [
      '/reset -d \'{"task_id":"task_easy"}\'',
      '"inspect_schema"',
      '"SELECT id, phone, email FROM users LIMIT 5"',
      'SET phone =',
      'SET email =',
      '"finish_task"',
    ].entries()) {
      expect(actions[place]).toContain(part)
    }
  })
})

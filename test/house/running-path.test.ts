import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const src = fileURLToPath(new URL('../../src', import.meta.url))

/** Every file that a file loads, itself and what is loaded later included. Types alone load nothing. */
function reachedFrom(entry: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [resolve(src, entry)]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    const text = readFileSync(file, 'utf8').replaceAll(/^(?:import|export) type [^']*'[^']*'/gm, '')
    for (const [, path = ''] of text.matchAll(/(?:\bfrom |\bimport |\bimport\()'(\.[^']+\.ts)'/g)) {
      open.push(resolve(dirname(file), path))
    }
  }
  return new Set([...reached].map((file) => relative(src, file)))
}

const inProof = (entry: string): string[] => [...reachedFrom(entry)].filter((file) => file.startsWith('proof/'))

it.each(['cli/serve.ts', 'cli/mcp.ts', 'sessions/worker-main.ts', 'index.ts'])(
  '%s reaches nothing that proves',
  (entry) => {
    expect(reachedFrom(entry).size).toBeGreaterThan(40)
    expect(inProof(entry)).toEqual([])
  },
)

it('what proves is reached from the command that proves', () => {
  expect(inProof('cli/verify.ts')).toContain('proof/check/check-task.ts')
})

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/node-matrix.mjs', import.meta.url))
const run = async (...args: readonly string[]) => await promisify(execFile)(process.execPath, [script, ...args])

it('two processes play the same bytes', async () => {
  const [first, second] = await Promise.all([run('--digest'), run('--digest')])
  const result = JSON.parse(first.stdout) as { episodes: number; digest: string }
  expect(result.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(result.episodes).toBeGreaterThan(200)
  expect(second.stdout).toBe(first.stdout)
})

it('a version that nobody has pinned is wrong use', async () => {
  await expect(run('--versions', '20,19')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('unknown version of Node: 19'),
  })
})

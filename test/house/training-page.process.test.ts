/** What docs/training.md shows in process runs as it stands. Its console blocks are run by scripts/readme-console.mjs. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { splitTasks } from '../../src/tasks/family-list.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('the program in process plays the first three easy tasks of the split train', () => {
  const [, program] = /```js\n([^]*?)```/.exec(readFileSync(`${root}docs/training.md`, 'utf8')) ?? []
  if (program === undefined) throw new Error('the page shows no program')
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  expect([status, stderr]).toEqual([0, ''])
  const easy = splitTasks('train').filter(({ difficulty }) => difficulty === 'easy')
  const played = [...stdout.matchAll(/id: '([^']+)'/g)].map(([, id]) => id)
  expect(played).toEqual(easy.slice(0, 3).map(({ id }) => id))
})

/** A private test: what is made of its secret, and what tells nothing of it. */
import { createHash, createHmac, scryptSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/cli/settings/config.ts'
import { startLocalServer } from '../../src/cli/network/local-server.ts'
import { toPlainSettings } from '../../src/episode/plain-settings.ts'
import { TaskRows } from '../../src/tasks/task-rows.ts'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { createRuntime, deriveSplitKey } from '../../src/index.ts'
import { keyedDigest } from '../../src/kit/digest.ts'
import { stretching } from '../../src/kit/stretch-secret.ts'
import type { TaskDefinition } from '../../src/tasks/define-task.ts'
import { drillList, resolveTask, splitInstance, splitTasks } from '../../src/tasks/family-list.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'
import { canaryOf, identityOf, opaqueTaskId } from '../../src/tasks/task-identity.ts'

const secret = 'correct horse battery staple'
let key: string
let folder: string
beforeAll(() => {
  key = deriveSplitKey(secret)
  folder = mkdtempSync(join(tmpdir(), 'dataops-key-'))
  writeFileSync(join(folder, 'secret'), `${secret}\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const choice = (): { families: typeof drillList; key: string } => ({ families: drillList, key })

describe('the key', () => {
  it('is the secret through scrypt, as others work it out', () => {
    const { N, r, p, dkLen } = stretching
    expect([N, r, p, dkLen]).toEqual([32_768, 8, 1, 32])
    const others = scryptSync(secret, 'dataops-env private split test', dkLen, { N, r, p, maxmem: 64 * 1024 * 1024 })
    expect(key).toBe(others.toString('hex'))
  })

  it.each(['', 'fifteen letters'])('is not made of the short secret %j', (short) => {
    expect(() => deriveSplitKey(short)).toThrow(/at least 16 characters/)
  })

  it('is what settings hold: a secret in its place is refused', async () => {
    await expect(createRuntime({ splitKey: secret })).rejects.toThrow(/deriveSplitKey/)
    expect(() => new TaskRows({ ...defaultSettings, splitKey: secret })).toThrow(/deriveSplitKey/)
    const { settings } = loadConfig({ flags: { splitSaltFile: join(folder, 'secret') } })
    const given = JSON.stringify(toPlainSettings(settings))
    // What workers are given: the key, so that none has to work it out again.
    expect(given).toContain(key)
    expect(given).not.toContain('horse')
  })
})

/** What whoever guesses the secret, or has only read the code, could work out at once. */
function cheapDigests({ id, family }: TaskDefinition, seed: number): string[] {
  const plain = id.split('~')[0] ?? ''
  const texts = [
    secret,
    `${secret}${plain}`,
    ['split salt', secret].map((part) => `string:${part.length}:${part}`).join('|'),
    ['opaque', id, family?.split ?? '', seed].map((part) => `${typeof part}:${String(part).length}:${part}`).join('|'),
    ['opaque', plain, family?.split ?? '', seed]
      .map((part) => `${typeof part}:${String(part).length}:${part}`)
      .join('|'),
    ['canary', id, family?.split ?? '', seed].map((part) => `${typeof part}:${String(part).length}:${part}`).join('|'),
  ]
  const hash = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest()
  return texts.flatMap((text) => [
    hash(text).toString('hex'),
    hash(hash(text)).toString('hex'),
    createHmac('sha256', secret).update(text).digest('hex'),
  ])
}

describe('what leaves the house of a private instance', () => {
  it('is a keyed hash each, and no digest of the secret', () => {
    for (let index = 0; index < 40; index++) {
      const { task, seed } = splitInstance('test', index, choice())
      const { id, shownId, canary } = identityOf(task, seed, 0)
      const mark = id.split('~')[1] ?? ''
      expect(mark).toMatch(/^[0-9a-f]{16}$/)
      const shown = [mark, shownId.slice(2), canary.replaceAll('-', '').slice(0, 16)]
      for (const cheap of cheapDigests(task, seed)) {
        for (const digits of shown) expect(cheap.startsWith(digits.slice(0, 8))).toBe(false)
      }
      expect(shown[1]).toBe(keyedDigest(key, 'opaque', id, 'test', seed).slice(0, 16))
    }
  })

  it('is another mark for every task, another name for every instance, and another under another key', () => {
    const tasks = splitTasks('test', choice())
    expect(new Set(tasks.map(({ id }) => id.split('~')[1])).size).toBe(tasks.length)
    const other = deriveSplitKey('another secret of this test')
    const [task] = tasks
    if (task === undefined) throw new Error('no task')
    const [plain = ''] = task.id.split('~')
    const elsewhere = resolveTask(plain, 'test', { families: drillList, key: other })
    expect(elsewhere.id).not.toBe(task.id)
    expect(opaqueTaskId(task, 3)).not.toBe(opaqueTaskId(task, 4))
    expect(opaqueTaskId(task, 3)).not.toBe(opaqueTaskId(elsewhere, 3))
    expect(canaryOf(task, 3)).not.toBe(canaryOf(elsewhere, 3))
    expect(JSON.stringify(draftOf(task, 3).seed)).not.toBe(JSON.stringify(draftOf(elsewhere, 3).seed))
    for (const choices of [
      { families: drillList, key: other },
      { families: drillList, key: null },
    ]) {
      expect(() => resolveTask(task.id, undefined, choices)).toThrow(/unknown task/)
      expect(() => resolveTask(task.id, 'test', choices)).toThrow(/unknown task/)
    }
    expect(() => resolveTask(task.id, 'train', choice())).toThrow(/unknown task/)
    expect(resolveTask(task.id, undefined, choice())).toBe(task)
  })

  it('is not drawn from the secret itself', () => {
    const { task, seed } = splitInstance('test', 0, choice())
    const drawn = JSON.stringify(draftOf(task, seed).seed)
    expect(JSON.stringify(draftOf({ ...task, key: secret }, seed).seed)).not.toBe(drawn)
    const { key: _, ...open } = task
    expect(JSON.stringify(draftOf(open, seed).seed)).not.toBe(drawn)
  })
})

describe('a server with a private test', () => {
  it('shows the key nowhere, neither in its journal nor in what it answers', async () => {
    const journal = join(folder, 'journal')
    const flags = { splitSaltFile: join(folder, 'secret'), journal, port: '0', host: '127.0.0.1', logLevel: 'silent' }
    const config = loadConfig({ flags: { ...flags, workers: '0' } })
    const server = await startLocalServer(config)
    const texts: string[] = []
    const ask = async (path: string, body?: object): Promise<void> => {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
      texts.push(await (await fetch(server.url + path, init)).text())
    }
    await ask('/dataops_env/tasks', { split: 'test' })
    await ask('/reset', { split: 'test', index: 1 })
    await ask('/step', { action_type: 'finish_task' })
    await ask('/state')
    await ask('/metrics')
    await ask('/reset', { task_id: `double_escape@2/shop/1~${'0'.repeat(16)}` })
    await server.close()
    for (const name of readdirSync(journal)) texts.push(readFileSync(join(journal, name), 'utf8'))
    expect(texts.join('')).toContain('~')
    for (const text of texts) {
      expect(text).not.toContain(key)
      expect(text).not.toContain(secret)
      for (const cheap of [createHash('sha256').update(secret), createHash('sha256').update(`${secret}\n`)]) {
        expect(text).not.toContain(cheap.digest('hex').slice(0, 8))
      }
    }
  })
})

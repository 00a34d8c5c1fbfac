/** Links, commands and records: what can be taken away from an episode, and brings it back. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createEnvironment, createRuntime, replay } from '../../src/index.ts'
import { toWireParams } from '../../web/src/share/wire-params.ts'
import { openPage, run, settled, submit, type Stage } from './page-fixture.ts'

const execute = promisify(execFile)

/** What the page says when something was taken; from the clipboard it may be kept. */
const said: Readonly<Record<string, RegExp>> = {
  'Copy a link': /^(?:Link copied|Copy the Link)/,
  'Copy as curl': /^(?:curl commands copied|Copy the curl commands)/,
  'Copy as Python': /^(?:Python program copied|Copy the Python program)/,
}

export function sharing(at: Stage): void {
  describe('sharing', () => {
    const quoted = `UPDATE users SET note = 'it''s "é😀" $HOME \`x\` \\' WHERE id = 35`

    async function take(page: Page, what: string): Promise<string> {
      await page.getByRole('button', { name: what, exact: true }).click()
      await page
        .getByRole('status')
        .filter({ hasText: said[what] ?? '' })
        .waitFor()
      return await page.getByRole('textbox', { name: 'What was copied' }).inputValue()
    }

    async function playSome(page: Page): Promise<void> {
      await run(page, 'SELECT random(), count(*) FROM users')
      await run(page, quoted)
      await run(page, 'UPDATE users SET emal = 1')
      await submit(page)
    }

    interface Taken {
      readonly score: string
      readonly link: string
      readonly curl: string
      readonly python: string
      readonly record: string
    }

    /** An episode that is played once, and all that can be taken away from it. */
    async function playAndTake(): Promise<Taken> {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await playSome(page)
      const score = await page.locator('.verdict-score').innerText()
      await page.getByRole('button', { name: 'Share' }).click()
      const link = await take(page, 'Copy a link')
      const curl = await take(page, 'Copy as curl')
      const python = await take(page, 'Copy as Python')
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save the record' }).click()
      const record = readFileSync(await (await download).path(), 'utf8')
      await close()
      return { score, link, curl, python, record }
    }
    let played: Promise<Taken> | undefined
    const taken = async (): Promise<Taken> => await (played ??= playAndTake())

    test('a link is shown before it is run, and replays to the same bytes', async () => {
      const { link, score } = await taken()
      const [, packed = ''] = link.split('#share=')
      const held = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString()) as {
        suite: string
        actions: unknown[]
      }
      expect([held.suite, held.actions.length]).toEqual(['classic', 4])

      const { page, close } = await openPage(at.browser, link)
      await page.getByText('These 4 actions will run').waitFor()
      expect(await page.locator('.shared-actions li').allInnerTexts()).toEqual([
        'SELECT random(), count(*) FROM users',
        quoted,
        'UPDATE users SET emal = 1',
        'submit',
      ])
      expect(await page.locator('.lane').count()).toBe(0)
      await page.getByRole('button', { name: 'Run it' }).click()
      await page.getByText('Replayed to the same bytes.').waitFor()
      expect(await page.locator('.verdict-score').innerText()).toBe(score)
      await close()
    })

    test('what is too long for a link is saved as a file, which is opened and replays to equal bytes', async () => {
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      // Digits that no compression makes shorter than a link may be.
      let digits = ''
      for (let block = 0; digits.length < 20_000; block++)
        digits += createHash('sha256').update(String(block)).digest('hex')
      await run(page, `UPDATE users SET note = '${digits}' WHERE id = 35`)
      await page.getByRole('button', { name: 'Share' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Copy a link' }).click()
      const file = await download
      expect(file.suggestedFilename()).toBe('episode.jsonl')
      await page.getByText('Too long for a link: saved as episode.jsonl').waitFor()
      expect(await page.getByRole('textbox', { name: 'What was copied' }).count()).toBe(0)
      const text = readFileSync(await file.path(), 'utf8')
      expect(await replay(JSON.parse(text))).toMatchObject({ equal: true, steps: 1 })
      await page.goto(`${at.server.url}/#watch`)
      await page
        .locator('.sources input[type=file]')
        .setInputFiles({ name: 'episode.jsonl', mimeType: 'text/plain', buffer: Buffer.from(text) })
      await page.getByText('run again: every byte equal').waitFor()
      await close()
    })

    test('what is no such link says so and runs nothing', async () => {
      const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024))
        .toString('base64url')
        .slice(0, 8000)
      const large = deflateRawSync(
        JSON.stringify({ v: 1, task: 'task_easy', actions: [], more: ' '.repeat(1_100_000) }),
      )
      const rows = [
        ['!!!', 'damaged'],
        ['AAAA', 'damaged'],
        [bomb, 'more than 1 MiB'],
        [large.toString('base64url'), 'more than 1 MiB'],
        [deflateRawSync('{"v":2}').toString('base64url'), 'another version'],
        [deflateRawSync('{"v":1,"task":"x y","actions":[]}').toString('base64url'), 'names no task'],
        [deflateRawSync('{"v":1,"task":"task_easy","seed":-1,"actions":[]}').toString('base64url'), 'seed'],
        [
          deflateRawSync('{"v":1,"task":"task_easy","actions":[{"action_type":"boom"}]}').toString('base64url'),
          'actions',
        ],
        ['A'.repeat(9000), 'longer'],
      ] as const
      const { page, close } = await openPage(at.browser, `${at.server.url}/`)
      await settled(page)
      for (const [packed, says] of rows) {
        await page.goto(`${at.server.url}/#share=${packed}`)
        await page.getByRole('alert').filter({ hasText: says }).waitFor()
      }
      await close()
    })

    test('the curl commands and the Python program play the same on a server', async () => {
      const { curl, python } = await taken()
      const environment = await createEnvironment()
      await environment.reset({ task_id: 'task_easy' })
      const actions = [
        ...['SELECT random(), count(*) FROM users', quoted, 'UPDATE users SET emal = 1'].map((query) => ({
          action_type: 'execute_sql',
          query,
        })),
        { action_type: 'finish_task' },
      ]
      const results: string[] = []
      for (const action of actions) results.push(JSON.stringify((await environment.step(action)).observation))
      const { stdout } = await execute('bash', ['-c', curl])
      const replies = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.stringify((JSON.parse(line) as { observation: unknown }).observation))
      expect(replies.slice(1)).toEqual(results)
      const { stdout: printed } = await execute('python3', ['-c', python])
      expect(printed).toContain("'grader_score'")
      expect(printed.split('\n').filter((line) => /^\d+ /.test(line))).toHaveLength(4)
    })

    test('parameters of generated tasks mean the same on the wire as in the page', async () => {
      const environment = await createEnvironment()
      const { rows } = await createRuntime()
      const splits = ['train', 'validation', 'test'] as const
      for (const [index, split] of splits.entries()) {
        const row = rows.at(split, index)
        if (row === undefined) throw new Error('no such row')
        const params = { task_id: row.id, split, seed: 5 + index, reward_mode: 'solved' as const }
        const { observation } = await environment.reset(params)
        const headers = { 'Content-Type': 'application/json', 'X-Session-Id': `wire-${index}` }
        const body = JSON.stringify(toWireParams(params))
        const reply = await fetch(`${at.server.url}/reset`, { method: 'POST', headers, body })
        expect(((await reply.json()) as { observation: unknown }).observation).toEqual(observation)
      }
    })

    test('a saved record replays to equal bytes', async () => {
      const record = JSON.parse((await taken()).record) as { player: unknown }
      expect(record.player).toEqual({ kind: 'person', name: 'page' })
      expect(await replay(record)).toMatchObject({ equal: true, steps: 4 })
    })
  })
}

/** A model plays in the page: a scripted one on loopback, and one that does not let pages in. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { playbooks } from '../../src/agent/playbooks.ts'
import type { Trajectory } from '../../src/contract/episode.ts'
import { replay } from '../../src/index.ts'
import { openPage, settled, type Stage } from './page-fixture.ts'

interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly messages: readonly unknown[]
}

/** A server that answers each request with the next tool call. `origin`: which pages it lets in. */
async function startModel(origin: string | null, holdAfter = Number.POSITIVE_INFINITY) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const headers: Record<string, string> =
      origin === null
        ? {}
        : {
            'Access-Control-Allow-Origin': origin,
            'Access-Control-Allow-Headers': 'authorization, content-type, accept',
          }
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end()
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const { messages } = JSON.parse(body) as { messages: readonly unknown[] }
      asked.push({ headers: request.headers, messages })
      if (asked.length > holdAfter) return
      const action = playbooks['task_easy']?.[asked.length - 1] ?? { action_type: 'finish_task' }
      const { action_type: name, ...rest } = action
      const call = { id: `c${asked.length}`, type: 'function', function: { name, arguments: JSON.stringify(rest) } }
      const message = {
        role: 'assistant',
        content: `Step ${asked.length}.`,
        reasoning_content: 'I think.',
        tool_calls: [call],
      }
      response.writeHead(200, { ...headers, 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'tool_calls', message }] }))
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export function modelPlaying(at: Stage): void {
  describe('a model in the page', () => {
    async function begin(page: Page, url: string): Promise<void> {
      await settled(page)
      await page.getByRole('button', { name: 'Let a model play' }).click()
      await page.getByLabel('Address, OpenAI-compatible').fill(url)
      await page.getByLabel('Model', { exact: true }).fill('scripted')
      await page.getByLabel('Key, if it asks for one').fill('secret-key')
      await page.getByRole('button', { name: 'Play', exact: true }).click()
    }

    test('plays live to the end; its words are in the record, its key nowhere', async () => {
      const model = await startModel(at.server.url)
      const { page, close } = await openPage(at.browser, `${at.server.url}/`, {
        allowed: ({ href }) => href.startsWith(model.url),
      })
      await begin(page, model.url)
      await page.locator('.verdict-score', { hasText: '1.00' }).waitFor()
      expect(await page.locator('.model-log').innerText()).toContain('[END] success=true steps=5')
      expect(model.asked.map(({ headers }) => headers.authorization)).toEqual(
        Array.from({ length: 5 }, () => 'Bearer secret-key'),
      )
      expect(Object.keys(model.asked[0]?.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([])
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save the record' }).click()
      const text = readFileSync(await (await download).path(), 'utf8')
      const record = JSON.parse(text) as Trajectory
      expect(record.player).toEqual({ kind: 'model', name: 'scripted' })
      expect(record.steps.map(({ said }) => said)).toEqual(
        [1, 2, 3, 4, 5].map((step) => [{ by: 'model', text: `Step ${step}.`, thoughts: 'I think.' }]),
      )
      expect(await replay(record)).toMatchObject({ equal: true, steps: 5 })
      const kept = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.location.href]),
      )
      expect(text + kept).not.toContain('secret-key')
      await close()
      model.close()
    })

    test('is stopped by hand, and the reader goes on', async () => {
      const model = await startModel('*', 2)
      const { page, close } = await openPage(at.browser, `${at.server.url}/`, {
        allowed: ({ href }) => href.startsWith(model.url),
      })
      await begin(page, model.url)
      await page.locator('.lane .dot').nth(2).waitFor()
      expect(await page.getByRole('button', { name: 'Submit', exact: true }).isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'Stop the model' }).click()
      await page.getByRole('button', { name: 'Save the record' }).waitFor()
      expect(await page.getByRole('button', { name: 'Submit', exact: true }).isDisabled()).toBe(false)
      expect(await page.locator('.model .error-box').innerText()).toContain('interrupted')
      await close()
      model.close()
    })

    test('a server that lets no page in is explained', async () => {
      const model = await startModel(null)
      const { page, complaints, close } = await openPage(at.browser, `${at.server.url}/`, {
        allowed: ({ href }) => href.startsWith(model.url),
      })
      await begin(page, model.url)
      const box = page.locator('.model .error-box')
      await box.waitFor()
      expect(await box.innerText()).toContain('CORS')
      expect(await box.innerText()).toContain(`OLLAMA_ORIGINS=${at.server.url}`)
      expect(complaints.said.splice(0).join()).toContain('CORS')
      await close()
      model.close()
    })
  })
}

/** A byte order mark in front of what `mcp` reads. */
import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { cliPath, runCli } from './run-cli.ts'

const mark = '\uFEFF'

describe('standard input', () => {
  const initialize = {
    ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'mark', version: '1' } },
  }
  const lines = `${JSON.stringify(initialize)}\n${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })}\n`

  test('MCP', async () => {
    const plain = await runCli(['mcp'], { input: lines })
    expect(plain.stdout.trim().split('\n')).toHaveLength(2)
    expect(await runCli(['mcp'], { input: mark + lines })).toEqual(plain)
  })

  test('MCP, byte by byte, and what only begins like a mark is left as it is', async () => {
    const child = spawn(process.execPath, [cliPath, 'mcp'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    const ended = new Promise((resolve) => child.once('close', resolve))
    for (const byte of Buffer.from(mark)) {
      await new Promise((resolve) => child.stdin.write(Buffer.of(byte), resolve))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    child.stdin.write(lines)
    await expect.poll(() => stdout.split('\n').length, { timeout: 20_000 }).toBe(3)
    child.stdin.end()
    expect(await ended).toBe(0)
    const wrong = Buffer.concat([Buffer.from([0xef, 0xbb]), Buffer.from(`\n${lines}`)])
    const { code, stdout: answers } = await runCli(['mcp'], { input: wrong })
    expect([
      code,
      answers
        .trim()
        .split('\n')
        .filter((line) => line.includes('"result"')).length,
    ]).toEqual([0, 2])
  })
})

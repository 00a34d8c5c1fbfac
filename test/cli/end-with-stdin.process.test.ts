/** `serve --end-with-stdin` goes with whoever started it, however that one goes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { cliPath } from './run-cli.ts'

const serve = (...flags: string[]): ReturnType<typeof spawn> =>
  spawn(process.execPath, [cliPath, 'serve', '--port', '0', '--host', '127.0.0.1', '--log-level', 'silent', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })

test('it ends in peace when standard input ends, and not before', async () => {
  const child = serve('--end-with-stdin')
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const url = /http:\S+/.exec(line.toString())?.[0] as string
  child.stdin?.write('is not read\n')
  expect((await fetch(`${url}/health`)).status).toBe(200)
  expect(child.exitCode).toBe(null)
  child.stdin?.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('without the flag it stays', async () => {
  const child = serve()
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const url = /http:\S+/.exec(line.toString())?.[0] as string
  child.stdin?.end()
  for (let asked = 0; asked < 5; asked++) expect((await fetch(`${url}/health`)).status).toBe(200)
  expect(child.exitCode).toBe(null)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

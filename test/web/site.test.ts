/** The command that writes a static copy of the page. What browsers make of it is tried in page.test.ts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../cli/run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-site-'))
  const { code, stderr } = await runCli(['site', '--out', join(folder, 'copy')])
  expect([code, stderr]).toEqual([0, ''])
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every file that becomes smaller lies beside itself compressed', () => {
  const copy = join(folder, 'copy')
  const names = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(copy, name)).isFile(),
  )
  const plain = names.filter((name) => !/\.(?:br|gz)$/.test(name))
  for (const name of plain.filter(
    (one) => /\.(?:js|wasm|css|html)$/.test(one) && statSync(join(copy, one)).size > 2000,
  )) {
    const body = readFileSync(join(copy, name))
    expect(brotliDecompressSync(readFileSync(join(copy, `${name}.br`))).equals(body)).toBe(true)
    expect(gunzipSync(readFileSync(join(copy, `${name}.gz`))).equals(body)).toBe(true)
  }
})

test('a folder that is not empty is left alone', async () => {
  const { code, stderr } = await runCli(['site', '--out', join(folder, 'copy')])
  expect(code).toBe(2)
  expect(stderr).toContain('not empty')
})

// Runs the `$ ` commands in the console blocks of README.md and docs/training.md, with a server of its own behind
// localhost:7860, and compares what they print with what the page says (`--write` writes it down instead).
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = ['README.md', 'docs/training.md']
const write = process.argv.includes('--write')

async function startServer() {
  const args = [`${root}dist/cli/main.js`, 'serve', '--port', '0', '--host', '127.0.0.1', '--log-level', 'error']
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await /** @type {Promise<string>} */ (
    new Promise((resolve, reject) => {
      server.stdout.once('data', (data) => resolve(String(data)))
      server.once('exit', () => reject(new Error('the server ended')))
    })
  )
  const host = /http:\/\/(\S+)/.exec(line)?.[1]
  if (host === undefined) throw new Error(`the server did not say where it listens: ${line}`)
  return { server, host }
}

/**
 * @param {string} command
 * @param {string} host of the server
 */
function run(command, host) {
  const { stdout, status } = spawnSync('sh', ['-c', command.replaceAll('localhost:7860', host)], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`status ${status}: ${command}`)
  return stdout.replaceAll(host, 'localhost:7860').trimEnd()
}

/**
 * An entry taken apart: the command after `$ `, with the lines of its here-document, and what it prints.
 *
 * @param {string} entry
 */
function parseEntry(entry) {
  const [first = '', ...lines] = entry.split('\n')
  const end = /<<'?(\w+)'?/.exec(first)?.[1]
  const length = end === undefined ? 0 : lines.indexOf(end) + 1
  if (end !== undefined && length === 0) throw new Error(`no ${end} ends: ${first}`)
  return { command: [first, ...lines.slice(0, length)].join('\n'), said: lines.slice(length).join('\n') }
}

let passed = 0
let failed = 0

/**
 * The entry as it is when it is run now.
 *
 * @param {string} page
 * @param {ReturnType<typeof parseEntry>} entry
 * @param {string} host of the server
 */
function check(page, { command, said }, host) {
  const printed = run(command, host)
  if (printed === said.trimEnd()) passed++
  else {
    failed++
    if (!write) console.error(`${page} says otherwise: ${command}\n${printed}\n`)
  }
  return `${command}\n${printed}`
}

const { server, host } = await startServer()
try {
  for (const page of pages) {
    const text = readFileSync(`${root}${page}`, 'utf8')
    const updated = text.replaceAll(/```console\n([^]*?)```/g, (_block, /** @type {string} */ inside) => {
      const entries = inside.split(/^\$ /m).slice(1)
      const printed = entries.map((entry) => `$ ${check(page, parseEntry(entry), host)}\n`)
      return `\`\`\`console\n${printed.join('')}\`\`\``
    })
    if (write) writeFileSync(`${root}${page}`, updated)
  }
  console.log(write ? `${failed} commands written` : `console blocks: ${passed} passed, ${failed} failed`)
} finally {
  server.kill('SIGTERM')
}
process.exitCode = failed > 0 && !write ? 1 : 0

// Runs the `$ ` commands of the README's console blocks, with a server of its own behind localhost:7860, and
// compares what they print with what the README says (`--write` writes it down instead).
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = `${root}README.md`
const write = process.argv.includes('--write')

async function startServer() {
  const args = [`${root}dist/cli/main.js`, 'serve', '--port', '0', '--host', '127.0.0.1', '--log-level', 'error']
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise((resolve, reject) => {
    server.stdout.once('data', (data) => resolve(String(data)))
    server.once('exit', () => reject(new Error('the server ended')))
  })
  return { server, host: /http:\/\/(\S+)/.exec(line)[1] }
}

function run(command, host) {
  const { stdout, status } = spawnSync('sh', ['-c', command.replaceAll('localhost:7860', host)], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`status ${status}: ${command}`)
  return stdout.replaceAll(host, 'localhost:7860').trimEnd()
}

/** A block taken apart: the command after `$ `, with the lines of its here-document, and what it prints. */
function parseBlock(block) {
  const [first, ...lines] = block.split('\n')
  const end = /<<'?(\w+)'?/.exec(first)?.[1]
  const length = end === undefined ? 0 : lines.indexOf(end) + 1
  if (end !== undefined && length === 0) throw new Error(`no ${end} ends: ${first}`)
  return { command: [first, ...lines.slice(0, length)].join('\n'), said: lines.slice(length).join('\n') }
}

const { server, host } = await startServer()
let passed = 0
let failed = 0
try {
  const text = readFileSync(readme, 'utf8')
  const updated = text.replaceAll(/```console\n\$ ([^]*?)```/g, (_block, inside) => {
    const { command, said } = parseBlock(inside)
    const printed = run(command, host)
    if (printed === said.trimEnd()) passed++
    else {
      failed++
      if (!write) console.error(`the README says otherwise: ${command}\n${printed}\n`)
    }
    return `\`\`\`console\n$ ${command}\n${printed}\n\`\`\``
  })
  if (write) writeFileSync(readme, updated)
  console.log(write ? `${failed} blocks written` : `README: ${passed} passed, ${failed} failed`)
} finally {
  server.kill('SIGTERM')
}
process.exitCode = failed > 0 && !write ? 1 : 0

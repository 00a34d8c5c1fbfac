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

const { server, host } = await startServer()
let passed = 0
let failed = 0
try {
  for (const page of pages) {
    const text = readFileSync(`${root}${page}`, 'utf8')
    const updated = text.replaceAll(/```console\n([^]*?)```/g, (_block, lines) => {
      const printed = lines.replaceAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm, (_lines, command, said) => {
        const output = run(command, host)
        if (output === said.trimEnd()) passed++
        else {
          failed++
          if (!write) console.error(`${page} says otherwise: ${command}\n${output}\n`)
        }
        return `$ ${command}\n${output}\n`
      })
      return `\`\`\`console\n${printed}\`\`\``
    })
    if (write) writeFileSync(`${root}${page}`, updated)
  }
  console.log(write ? `${failed} commands written` : `console blocks: ${passed} passed, ${failed} failed`)
} finally {
  server.kill('SIGTERM')
}
process.exitCode = failed > 0 && !write ? 1 : 0

// Writes docs/cli.md from the commands' own help; `--check` fails when it is out of date. DATAOPS_DIST names another
// build than dist/.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = `${root}docs/cli.md`
const main = `${process.env.DATAOPS_DIST ?? `${root}dist`}/cli/main.js`

/** @param {string[]} args */
function help(...args) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [main, ...args, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '100' },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout.trimEnd()
}

const overview = help()
const commands = [...overview.slice(overview.indexOf('Commands:')).matchAll(/^ {2}([a-z]+) /gm)].map(
  ([, name = '']) => name,
)
const sections = commands.map((name) => `## ${name}\n\n\`\`\`text\n${help(name)}\n\`\`\`\n`)
const page = `# Command line

Made by \`node scripts/cli-docs.mjs\` from the commands' own help; CI checks that it is up to date.

Errors are one line on standard error, \`error: <code>: <message>\`. Exit codes: 0 done, 1 ran and fell short, 2 wrong use,
130 interrupted (\`agent\`, \`verify --suite families\`).

\`\`\`text
${overview}
\`\`\`

${sections.join('\n')}`

if (!process.argv.includes('--check')) writeFileSync(target, page)
else if (readFileSync(target, 'utf8') !== page) {
  console.error('docs/cli.md is out of date: node scripts/cli-docs.mjs')
  process.exitCode = 1
}

// Writes the table of built-in policies into docs/baselines.md (`--write`), or says whether it is up to date (`--check`): the
// floor and the ceiling that any model's score stands between. Needs dist/.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { write: { type: 'boolean' }, check: { type: 'boolean' } } })
const page = fileURLToPath(new URL('../docs/baselines.md', import.meta.url))
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const policies = 'noop,reader,blind,naive,oracle'
const [begin, end] = ['<!-- policies: written by scripts/baselines.mjs -->', '<!-- end of policies -->']

/** @type {readonly { name: string, args: readonly string[] }[]} */
const runs = [
  { name: 'classic', args: ['--suite', 'classic'] },
  { name: 'drills', args: ['--suite', 'drills', '--count', '30'] },
  { name: 'incidents', args: ['--suite', 'incidents', '--count', '30'] },
]

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`

/** @param {readonly string[]} args */
function command(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return stdout
}

const folder = mkdtempSync(join(tmpdir(), 'dataops-env-baselines-'))
const lines = ['| suite | policy | solved | 95 % | score | damage | steps |', '|---|---|---:|---|---:|---:|---:|']
try {
  for (const { name, args } of runs) {
    const out = join(folder, name)
    command(['eval', '--policy', policies, ...args, '--out', out])
    /** @type {{ summaries: readonly import('../src/evaluation/summary.ts').PlayerSummary[] }} */
    const { summaries } = JSON.parse(command(['report', out, '--json']))
    for (const { player, solved, score, damage, steps } of summaries) {
      const range = `${(100 * solved.low).toFixed(1)} to ${(100 * solved.high).toFixed(1)}`
      const cells = [
        name,
        player.name,
        percent(solved.mean),
        range,
        score.mean.toFixed(3),
        percent(damage.mean),
        steps.mean.toFixed(1),
      ]
      lines.push(`| ${cells.join(' | ')} |`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const before = readFileSync(page, 'utf8')
const [head = '', rest = ''] = before.split(begin)
const [, tail = ''] = rest.split(end)
const after = `${head}${begin}\n\n${lines.join('\n')}\n\n${end}${tail}`
if (values.write) writeFileSync(page, after)
else if (before !== after) {
  process.stderr.write(`docs/baselines.md is not what the policies do now: node scripts/baselines.mjs --write\n`)
  process.exitCode = 1
}

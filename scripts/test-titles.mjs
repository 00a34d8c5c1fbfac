// Prints the title of every test by file, in order: `file > group > title`. `--gone FILE` compares with such a list of
// before, and prints what is no longer there with the places where its title stands now, if any.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

function readTitles() {
  const folder = mkdtempSync(join(tmpdir(), 'test-titles-'))
  const file = join(folder, 'list.json')
  // Nothing runs, so files may share a process, which is quicker.
  const args = ['vitest', 'list', `--json=${file}`, '--no-isolate']
  const { status } = spawnSync('npx', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(1)
  /** @type {{ file: string, name: string }[]} */
  const tests = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(folder, { recursive: true })
  return tests.map((test) => `${relative(root, test.file)} > ${test.name}`.replaceAll('\n', '\\n')).toSorted()
}

/**
 * How often each stands in a list.
 *
 * @param {string[]} lines
 */
function countAll(lines) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

/** @param {string} line */
const titleOf = (line) => line.slice(line.lastIndexOf(' > ') + 3)

/**
 * @param {string[]} before
 * @param {string[]} now
 */
function printGone(before, now) {
  const counts = countAll(now)
  /** @type {Map<string, string[]>} */
  const places = new Map()
  for (const line of now) places.set(titleOf(line), [...(places.get(titleOf(line)) ?? []), line])
  const gone = [...countAll(before)].filter(([line, count]) => count > (counts.get(line) ?? 0))
  for (const [line, count] of gone) {
    const others = (places.get(titleOf(line)) ?? []).filter((place) => place !== line)
    console.log(`${line}${count > 1 ? ` (${count} before, ${counts.get(line) ?? 0} now)` : ''}`)
    console.log(others.length === 0 ? '  gone' : others.map((place) => `  now ${place}`).join('\n'))
  }
  console.log(`${before.length} before, ${now.length} now; ${gone.length} gone from where they were`)
}

const at = process.argv.indexOf('--gone')
const titles = readTitles()
if (at === -1) console.log(titles.join('\n'))
else {
  const before = readFileSync(process.argv[at + 1] ?? '', 'utf8')
  printGone(before.trimEnd().split('\n'), titles)
}

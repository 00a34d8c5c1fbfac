// Writes src/tasks/step-limits.ts: the most steps that an instance of a family has, tier by tier, found by drawing
// instances in every world and split. Run it after `npm run build` for a new family or version, then build again.
//   node scripts/step-limits.mjs [--seeds 12]      writes the file
//   node scripts/step-limits.mjs --check           draws again and fails where an instance has more steps
import { writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '12' },
    from: { type: 'string', default: '0' },
    check: { type: 'boolean', default: false },
    dist: { type: 'string', default: `${root}dist` },
  },
})
/** @param {string} path in the build */
const load = (path) => import(pathToFileURL(`${options.dist}/${path}`).href)
/** @type {typeof import('../src/tasks/family-list.ts')} */
const { drillList, familyTask, worldsOf } = await load('tasks/family-list.js')
/** @type {typeof import('../src/tasks/instantiate.ts')} */
const { draftOf } = await load('tasks/instantiate.js')
/** @type {import('../src/tasks/define-task.ts').Split[]} */
const splits = ['train', 'validation', 'test']

/**
 * The most steps of the instances of some seeds.
 *
 * @param {import('../src/tasks/drill-family.ts').DrillFamily} family
 * @param {import('../src/tasks/task-family.ts').Level} level
 */
function mostSteps(family, level) {
  const seeds = Array.from({ length: Number(options.seeds) }, (_, place) => Number(options.from) + place)
  const found = worldsOf(family).flatMap((world) =>
    splits.flatMap((split) =>
      seeds.map((seed) => draftOf(familyTask(family, world, level, split), seed).stepLimit ?? 0),
    ),
  )
  return Math.max(...found)
}

const rows = drillList.map((family) => {
  const found = family.levels.map((level) => mostSteps(family, level))
  if (process.stderr.isTTY) process.stderr.write(`${family.id} ${found.join(' ')}\n`)
  return { family, found }
})

if (options.check) {
  for (const { family, found } of rows) {
    const known = family.levels.map((level) => family.mostSteps(level))
    if (found.every((steps, place) => steps <= (known[place] ?? 0))) continue
    console.error(`${family.id}: an instance has ${found.join(', ')} steps, the list says ${known.join(', ')}`)
    process.exitCode = 1
  }
} else {
  const lines = rows.map(({ family, found }) => `  '${family.id}@${family.version}': [${found.join(', ')}],`)
  writeFileSync(
    `${root}src/tasks/step-limits.ts`,
    `import type { Family } from './drills/family.ts'

/** Made by \`node scripts/step-limits.mjs\`: by family and version the most steps of an instance, tier by tier. */
const mostSteps: Readonly<Record<string, readonly [number, number]>> = {
${lines.join('\n')}
}

/** The most steps of an instance of a family that is not on the list, at either tier. */
const unlisted = 40

/**
 * The most steps that an instance of a family has at a tier, 1 or 2. It holds for every instance: \`instantiate\`
 * gives none more, whatever its draft asks for.
 */
export function mostStepsOf({ id, version }: Family, level: number): number {
  return mostSteps[\`\${id}@\${version}\`]?.[level - 1] ?? unlisted
}
`,
  )
}

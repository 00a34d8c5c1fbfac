import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { createRuntime } from '../index.ts'
import { AppError } from '../kit/errors.ts'
import { makeFolder } from '../sessions/make-folder.ts'
import { parseSeed } from './options.ts'
import type { Shell } from './shell.ts'

interface ExportFlags {
  readonly out: string
  readonly task?: string
  readonly seed?: string
  readonly force?: boolean
}

/** `export`: seed and target databases as files. */
export function addExport(program: Command, shell: Shell): void {
  program
    .command('export')
    .description('Write the seed and target database of each task as files that any SQLite opens.')
    .option('--out <folder>', 'where to write; made when missing', 'databases')
    .option('--task <id>', 'one task only')
    .option('--seed <n>', 'the instance of this seed instead of the canonical one')
    .option('--force', 'overwrite files that exist')
    .action(async (flags: ExportFlags) => {
      const seed = flags.seed === undefined ? null : parseSeed(flags.seed)
      const runtime = await createRuntime()
      const tasks = flags.task === undefined ? runtime.settings.tasks : [runtime.task(flags.task)]
      const files: { path: string; image: Uint8Array }[] = []
      for (const task of tasks) {
        const instance = await runtime.instance(task, seed)
        files.push({ path: join(flags.out, `${toFileName(task.id)}_seed.db`), image: instance.seedImage })
        files.push({ path: join(flags.out, `${toFileName(task.id)}_target.db`), image: instance.targetImage })
      }
      await writeAll(flags.out, files, flags.force ?? false, shell)
      runtime.close()
    })
}

/** `date_iso@2/shop/2` as one name. */
function toFileName(id: string): string {
  return id.replaceAll('/', '-')
}

async function writeAll(
  folder: string,
  files: readonly { path: string; image: Uint8Array }[],
  force: boolean,
  { stdout }: Shell,
): Promise<void> {
  const existing = files.find(({ path }) => existsSync(path))
  if (existing && !force) throw new AppError('file_exists', `${existing.path} exists; --force overwrites`)
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new AppError('wrong_use', `${folder} is not a folder`)
  try {
    await makeFolder(folder)
    for (const { path, image } of files) {
      writeFileSync(path, image)
      stdout.write(`${path}\n`)
    }
  } catch (cause) {
    throw new AppError('io_error', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

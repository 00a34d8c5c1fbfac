import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Command } from 'commander'
import { digestHex } from '../kit/digest.ts'
import { AppError } from '../kit/errors.ts'
import { makeFolder } from '../sessions/make-folder.ts'
import { webFolder } from '../server/describe/web-files.ts'
import { toStaticPage } from '../server/describe/web-page.ts'
import type { Shell } from './shell.ts'

interface SiteFlags {
  readonly out: string
  readonly force?: boolean
}

/** `site`: the page as files, for any file host. */
export function addSite(program: Command, shell: Shell): void {
  program
    .command('site')
    .description('Write the page to play and watch in as files for any file host, with .br and .gz beside them.')
    .requiredOption('--out <folder>', 'where to write; made when missing')
    .option('--force', 'write into a folder that is not empty')
    .action(async ({ out, force = false }: SiteFlags) => {
      const built = webFolder()
      if (built === null) throw new AppError('io_error', 'the page is not built: npm run build')
      if (existsSync(out) && !statSync(out).isDirectory()) throw new AppError('wrong_use', `${out} is not a folder`)
      if (existsSync(out) && readdirSync(out).length > 0 && !force) {
        throw new AppError('file_exists', `${out} is not empty; --force overwrites what has the same name`)
      }
      try {
        await makeFolder(out)
        cpSync(built, out, { recursive: true })
        const bytes = writePage(out)
        shell.stdout.write(`${join(out, 'index.html')} (${bytes.toLocaleString('en')} bytes compressed, all files)\n`)
      } catch (cause) {
        throw new AppError('io_error', cause instanceof Error ? cause.message : String(cause), { cause })
      }
    })
}

/** The page itself and the list by which it is kept for times without a network. @returns bytes in brotli, where there is one */
function writePage(out: string): number {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(out, name)).isFile())
  const plain = names.filter(
    (name) => !/\.(?:br|gz)$/.test(name) && !/^(?:index\.html|files\.json|service-worker\.js)$/.test(name),
  )
  const version = digestHex(
    new TextEncoder().encode(plain.map((name) => `${name} ${statSync(join(out, name)).size}`).join('\n')),
  )
  writeText(out, 'files.json', `${JSON.stringify({ version: version.slice(0, 16), files: ['./', ...plain] })}\n`)
  writeText(out, 'index.html', toStaticPage(readFileSync(join(out, 'index.html'), 'utf8'), version.slice(0, 16)))
  const sizeOf = (name: string): number =>
    statSync(join(out, existsSync(join(out, `${name}.br`)) ? `${name}.br` : name)).size
  return [...plain, 'index.html', 'files.json', 'service-worker.js'].reduce((sum, name) => sum + sizeOf(name), 0)
}

function writeText(out: string, name: string, text: string): void {
  writeFileSync(join(out, name), text)
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(text))
  writeFileSync(join(out, `${name}.gz`), gzipSync(text))
}

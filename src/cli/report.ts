import type { Command } from 'commander'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../sessions/make-folder.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { AppError } from '../kit/errors.ts'
import { inspectLog, inspectLogName } from './eval/inspect-log.ts'
import { countRun, playerOf, type CountedRun } from './eval/read-facts.ts'
import { reportPage, transcriptChoices, type TranscriptChoice } from './eval/report-page.ts'
import { showSummaries, warningsOf } from './eval/show-report.ts'
import { notOneOf, parseWhole } from './options.ts'
import { interruptible, type Shell } from './shell.ts'
import { terminalOf } from './terminal/terminal.ts'
import { openInBrowser } from './view-record.ts'

interface ReportFlags {
  readonly json?: boolean
  readonly out?: string
  readonly transcripts?: string
  readonly serve?: boolean
  readonly port?: string
  readonly inspect?: string
  readonly player?: string
}

/** `report`: the numbers of one run or of several. */
export function addReport(program: Command, shell: Shell): void {
  program
    .command('report')
    .description('Show the numbers of runs of eval: solved with intervals, cost, why episodes failed.')
    .argument('<dirs...>', 'folders of runs')
    .option('--json', 'print one line of JSON a run')
    .option('--out <file>', 'write a page of HTML that needs no other file and no network')
    .option(
      '--transcripts <which>',
      `episodes whose steps the page holds: ${transcriptChoices.join(', ')} (default: all)`,
    )
    .option('--serve', 'show the page on this machine, with all transcripts, until Ctrl+C')
    .option('--port <n>', 'with --serve: the port; by default any that is free')
    .option('--inspect <path>', "write logs of inspect's: a file for one player, or a folder for inspect view")
    .option('--player <name>', 'with --inspect: whose run; a folder gets all unless told')
    .action(async (folders: string[], flags: ReportFlags) => {
      const transcripts = choiceOf(flags)
      const runs = folders.map(countRun)
      if (flags.serve) return await serve(runs, flags.port, shell)
      if (flags.out !== undefined) write(flags.out, reportPage(runs, transcripts, null).html, shell)
      if (flags.inspect !== undefined) await writeInspectLog(runs, flags.inspect, flags.player, shell)
      if (flags.out === undefined && flags.inspect === undefined) show(runs, flags.json === true, shell)
    })
}

function choiceOf({ transcripts = 'all', out, serve: isServed, port }: ReportFlags): TranscriptChoice {
  const choice = transcriptChoices.find((known) => known === transcripts)
  if (choice === undefined) throw notOneOf('--transcripts', transcripts, transcriptChoices)
  if (isServed && out !== undefined) throw new AppError('wrong_use', '--serve and --out contradict each other')
  if (port !== undefined && !isServed) throw new AppError('wrong_use', '--port goes with --serve')
  return choice
}

function show(runs: readonly CountedRun[], isJson: boolean, { stdout, env }: Shell): void {
  for (const { folder, run, summaries, faults } of runs) {
    const { items: _items, ...about } = run
    if (isJson) {
      stdout.write(toJsonLine({ folder, run: about, summaries, warnings: warningsOf(summaries, faults) }))
    } else {
      const title = runs.length > 1 ? `${folder}\n` : ''
      stdout.write(title + showSummaries(run, summaries, faults, terminalOf(stdout, env)))
    }
  }
}

function write(file: string, text: string, { stdout }: Shell): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new AppError('io_error', cause instanceof Error ? cause.message : String(cause), { cause })
  }
  stdout.write(`${file}\n`)
}

async function writeInspectLog(
  runs: readonly CountedRun[],
  path: string,
  player: string | undefined,
  shell: Shell,
): Promise<void> {
  const [run] = runs
  if (run === undefined || runs.length > 1) throw new AppError('wrong_use', '--inspect takes one run')
  const isFolder = path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const logOf = (name: string): string => `${JSON.stringify(inspectLog(run, name))}\n`
  if (!isFolder) return write(path, logOf(playerOf(run, player).name), shell)
  await makeFolder(path).catch((cause: Error) => {
    throw new AppError('io_error', cause.message, { cause })
  })
  const players = player === undefined ? run.run.players : [playerOf(run, player)]
  for (const { name } of players) write(join(path, inspectLogName(run, name)), logOf(name), shell)
}

/** Serves the page and its transcripts on this machine alone. */
async function serve(runs: readonly CountedRun[], port: string | undefined, shell: Shell): Promise<void> {
  const { html, transcripts } = reportPage(runs, 'all', './transcripts/')
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Content-Security-Policy', "frame-ancestors 'none'")
    const [, place] = /^\/transcripts\/(\d{1,7})$/.exec(pathname) ?? []
    const transcript = place === undefined ? undefined : transcripts[Number(place)]
    // A name that was bound anew to this machine reads nothing.
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '')) response.writeHead(403).end()
    else if (request.method !== 'GET') response.writeHead(405, { Allow: 'GET' }).end()
    else if (pathname === '/') response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html)
    else if (transcript === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(transcript))
  })
  const { signal, end } = interruptible(shell)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new AppError('io_error', cause.message, { cause })))
    server.listen(port === undefined ? 0 : parseWhole('--port', port, 0, 65_535), '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  shell.stdout.write(`${url}\n`)
  if (shell.stdout.isTTY) openInBrowser(url)
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  end()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

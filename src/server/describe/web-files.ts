/**
 * The files of the page as the build left them, each with what it is compressed to.
 *
 * @module
 */
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Content types by the end of a name. */
const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
}

/** What a page of the build may do: only its own files, no script or style inside it, SQLite's WebAssembly. */
export const pageDirectives: readonly string[] = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  // Other hosts are asked when a reader has typed their address: models on this machine or behind TLS.
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
]

export interface WebFile {
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
  /** How the body is compressed. */
  readonly encoding: 'br' | 'gzip' | null
}

/** The folder of the page; null where nobody has built it. */
export function webFolder(): string | null {
  const places = ['../../web/', '../../../dist/web/'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return places.find((place) => existsSync(join(place, 'index.html'))) ?? null
}

/** The content type of a file by its name. */
export function contentTypeOf(name: string): string {
  return contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
}

/** Whether a client takes an encoding. */
const takes = (accepted: string, encoding: string): boolean =>
  accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase())
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })

/** Gives the files by name, each read once. Names that are not among those of the build are not looked for. */
export class WebFiles {
  readonly #folder: string | null
  readonly #names: ReadonlySet<string>
  readonly #read = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  constructor(folder: string | null = webFolder()) {
    this.#folder = folder
    const found = folder === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' })
    this.#names = new Set(found.map((name) => name.replaceAll('\\', '/')))
  }

  get isBuilt(): boolean {
    return this.#folder !== null
  }

  /** The names of all files, without those that are another one compressed. */
  get names(): readonly string[] {
    return [...this.#names].filter((name) => /\.[a-z]+$/.test(name) && !/\.(?:br|gz)$/.test(name))
  }

  /** @param accepted the header Accept-Encoding */
  async get(name: string, accepted = ''): Promise<WebFile | undefined> {
    if (!this.names.includes(name)) return undefined
    const contentType = contentTypeOf(name)
    for (const [encoding, end] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      if (!this.#names.has(name + end) || !takes(accepted, encoding)) continue
      return { contentType, body: await this.#bytes(name + end), encoding }
    }
    return { contentType, body: await this.#bytes(name), encoding: null }
  }

  async #bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    let bytes = this.#read.get(name)
    if (bytes === undefined) {
      bytes = readFile(join(this.#folder ?? '', name)).then((body) => new Uint8Array(body))
      this.#read.set(name, bytes)
    }
    return await bytes
  }
}

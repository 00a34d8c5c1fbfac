import type { PageConfig } from './play/play-store.ts'

/** What the server wrote into the page; a static copy has none of it. */
export function readConfig(): PageConfig {
  const read = (name: string): string | undefined =>
    document.querySelector<HTMLMetaElement>(`meta[name="dataops-${name}"]`)?.content
  const settings = read('settings')
  return {
    server: read('server') === 'true',
    privateTest: (read('private-test') ?? 'none') as PageConfig['privateTest'],
    version: read('version') ?? '',
    offline: read('offline') ?? null,
    base: read('base') ?? './',
    files: read('files') ?? './',
    settings: settings === undefined ? null : (JSON.parse(settings) as PageConfig['settings']),
  }
}

// Keeps a static copy of the page for times without a network: all its files once, and the page itself as new as it is to
// be had. A server's own page does not use this.
const version = new URL(self.location.href).searchParams.get('version') ?? ''
const name = `dataops-env ${self.registration.scope} ${version}`

self.addEventListener('install', (event) => {
  const keep = async () => {
    const { files } = await (await fetch('./files.json', { cache: 'no-cache' })).json()
    const cache = await caches.open(name)
    await cache.addAll(files)
    await self.skipWaiting()
  }
  event.waitUntil(keep())
})

self.addEventListener('activate', (event) => {
  const forget = async () => {
    const own = `dataops-env ${self.registration.scope} `
    const old = (await caches.keys()).filter((key) => key.startsWith(own) && key !== name)
    await Promise.all(old.map((key) => caches.delete(key)))
    await self.clients.claim()
  }
  event.waitUntil(forget())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || !url.href.startsWith(self.registration.scope)) return
  const isPage = request.mode === 'navigate'
  const answer = async () => {
    const cache = await caches.open(name)
    if (!isPage) return (await cache.match(request, { ignoreSearch: true })) ?? (await fetch(request))
    try {
      return await fetch(request)
    } catch (error) {
      const kept = await cache.match('./')
      if (kept === undefined) throw error
      return kept
    }
  }
  event.respondWith(answer())
})

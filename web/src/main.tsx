import { render } from 'preact'
import { App } from './app.tsx'
import { readConfig } from './page-config.ts'
import './styles/page.css'

const config = readConfig()
const root = document.getElementById('app')
// What was loaded has just been evaluated, which is work enough for one task.
if (root !== null) setTimeout(() => render(<App config={config} />, root))

// A static copy goes on without a network; where there is no TLS, browsers have no such thing.
if (config.offline !== null && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register(`./service-worker.js?version=${config.offline}`).catch(() => undefined)
}

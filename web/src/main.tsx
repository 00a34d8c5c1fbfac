import { render } from 'preact'
import { App } from './app.tsx'
import { readConfig } from './page-config.ts'
import './styles/page.css'

const config = readConfig()
const root = document.getElementById('app')
if (root !== null) render(<App config={config} />, root)

// A static copy goes on without a network; where there is no TLS, browsers have no such thing.
if (config.offline !== null && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register(`./service-worker.js?version=${config.offline}`).catch(() => undefined)
}

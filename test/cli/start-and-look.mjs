// Starts a server that cannot start, and then has nothing to do: start-and-look.mjs DIST FLAGS, where FLAGS is the JSON of
// `loadConfig`'s. It writes the error's code and ends by itself, unless something of the start was left behind.
import { pathToFileURL } from 'node:url'

const [dist, flags] = process.argv.slice(2)
const load = async (file) => await import(pathToFileURL(`${dist}/cli/${file}`).href)
const { loadConfig } = await load('settings/config.js')
const { startLocalServer } = await load('network/local-server.js')
try {
  await startLocalServer(loadConfig({ env: {}, flags: JSON.parse(flags) }))
  console.log('it started')
} catch (error) {
  console.log(error.code)
}

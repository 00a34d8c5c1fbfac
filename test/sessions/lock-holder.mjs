// A process that takes a journal's folder when it is told to: lock-holder.mjs DIST FOLDER [UID]. It says `ready`, then
// answers each line `take` with `held` or with the error, and each line `release` with `free`.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [dist, folder, uid] = process.argv.slice(2)
const { JournalLock } = await import(pathToFileURL(`${dist}/sessions/journal-lock.js`).href)
if (uid !== undefined) process.setuid(Number(uid))

let lock
async function take() {
  try {
    lock = await JournalLock.take(folder)
    return 'held'
  } catch (error) {
    return `${error.code}: ${error.message}`
  }
}

async function release() {
  await lock.release()
  return 'free'
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  console.log(await (line === 'take' ? take() : release()))
}

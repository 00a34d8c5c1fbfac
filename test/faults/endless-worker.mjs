// The worker of the build, whose statements end by nothing but an end from outside: a watchdog, or nobody being left to
// hear of them. So what a test says of a statement that runs does not hang on how fast the machine is. It is the one that
// is not bundled, which takes its limits from the module that is changed here.
const dist = process.env.DATAOPS_DIST
  ? new URL(`file://${process.env.DATAOPS_DIST}/`)
  : new URL('../../dist/', import.meta.url)
const { limits } = await import(new URL('sql/limits.js', dist).href)
Object.assign(limits, { work: 2_000_000_000, wallClock: 600_000 })
await import(new URL('sessions/worker-main.unbundled.js', dist).href)

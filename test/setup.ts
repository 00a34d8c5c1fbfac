import fc from 'fast-check'

/** Properties try the same cases on every run; FC_SEED tries others. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) })

// `lists/eval-1.json`, which never changes, names this file: it is `dataops-env freeze` of the built package, with the same options.
process.argv.splice(2, 0, 'freeze')
await import('../dist/cli/main.js')

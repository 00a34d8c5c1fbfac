import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The page of an evaluation's report, into dist/report: one script and one style, which `report` writes into a file. */
export default defineConfig({
  root: at('.'),
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['browser', 'import', 'module', 'default'] },
  build: {
    outDir: at('../dist/report'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    lib: {
      entry: at('src/report/main.tsx'),
      formats: ['iife'],
      name: 'report',
      fileName: () => 'report.js',
      cssFileName: 'report',
    },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})

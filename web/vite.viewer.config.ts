import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The viewer alone, as one script for other documents, beside the page in dist/web. */
export default defineConfig({
  root: at('.'),
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['browser', 'import', 'module', 'default'] },
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: at('src/viewer/embed.tsx'), formats: ['iife'], name: 'DataOpsViewer', fileName: () => 'viewer.js' },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})

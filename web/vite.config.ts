import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** SQLite's package can load its own WebAssembly and workers of its own; the page has its own of both. */
const withoutSpareFiles: Plugin = {
  name: 'without-spare-files',
  transform(code, id) {
    if (!id.includes('@sqlite.org/sqlite-wasm')) return null
    return code.replaceAll(/new URL\("sqlite3[^"]*", import\.meta\.url\)/g, 'new URL("about:blank")')
  },
}

/** The page, into dist/web. All its addresses are relative, so that it works under any path. */
export default defineConfig({
  root: at('.'),
  base: './',
  publicDir: at('public'),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['browser', 'import', 'module', 'default'] },
  plugins: [withoutSpareFiles],
  worker: { format: 'es', plugins: () => [withoutSpareFiles], rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data URL would need a wider policy.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})

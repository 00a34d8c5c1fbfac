// Draws docs/demo.svg: a terminal with a real run of the demo in it.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { stdout, status } = spawnSync(process.execPath, [`${root}dist/cli/main.js`, 'demo'], { encoding: 'utf8' })
if (status !== 0) throw new Error('the demo fell short')

const lines = ['$ npm run demo', ...stdout.trimEnd().split('\n')]
const [columnWidth, lineHeight, margin, bar] = [8.4, 19, 18, 34]
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * columnWidth + 2 * margin)
const height = lines.length * lineHeight + 2 * margin + bar
/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * @param {string} line
 * @param {number} index
 */
function drawLine(line, index) {
  const y = bar + margin + (index + 0.75) * lineHeight
  const colour = index === 0 ? '#8bd5a0' : /^[┌├└]/.test(line) ? '#56627a' : '#dce3ee'
  // Every line is set to its exact width, so that the table closes in any monospaced font.
  const length = (line.length * columnWidth).toFixed(1)
  // Renderers fold runs of ordinary spaces.
  const text = escape(line).replaceAll(' ', '\u00A0').replaceAll('│', '<tspan fill="#56627a">│</tspan>')
  return `<text x="${margin}" y="${y.toFixed(1)}" fill="${colour}" textLength="${length}" lengthAdjust="spacing">${text}</text>`
}

writeFileSync(
  `${root}docs/demo.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A run of the demo: all five tasks solved">
<rect width="100%" height="100%" rx="9" fill="#171c26"/>
<rect width="100%" height="${bar}" rx="9" fill="#232b3a"/>
<circle cx="20" cy="17" r="6" fill="#e2706d"/><circle cx="40" cy="17" r="6" fill="#e5b567"/><circle cx="60" cy="17" r="6" fill="#7fb87a"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${lines.map(drawLine).join('\n')}
</g>
</svg>
`,
)

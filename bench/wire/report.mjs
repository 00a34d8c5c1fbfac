export function median(values) {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b)
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)]
}

export function writeReport(results) {
  for (const { name, ratio } of results) process.stdout.write(`${name}: ${ratio.toFixed(2)}\n`)
}

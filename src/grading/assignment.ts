/**
 * The cheapest way to give every left item a right item of its own (the assignment problem), by shortest
 * augmenting paths: R. Jonker and A. Volgenant, Computing 38 (1987). Time left² · right.
 *
 * @param left number of left items, at most `right`
 * @param cost of a pair
 * @returns for every left item the right item it gets
 */
export function assign(left: number, right: number, cost: (left: number, right: number) => number): number[] {
  // Places are counted from 1; right place 0 holds the item that looks for a place.
  const holder = new Int32Array(right + 1)
  const leftPrice = new Float64Array(left + 1)
  const rightPrice = new Float64Array(right + 1)
  const cameFrom = new Int32Array(right + 1)
  for (let item = 1; item <= left; item++) {
    holder[0] = item
    const shortest = new Float64Array(right + 1).fill(Number.POSITIVE_INFINITY)
    const visited = new Uint8Array(right + 1)
    let place = 0
    do {
      visited[place] = 1
      const current = holder[place] as number
      let step = Number.POSITIVE_INFINITY
      let next = 0
      for (let candidate = 1; candidate <= right; candidate++) {
        if (visited[candidate]) continue
        const reduced =
          cost(current - 1, candidate - 1) - (leftPrice[current] as number) - (rightPrice[candidate] as number)
        if (reduced < (shortest[candidate] as number)) {
          shortest[candidate] = reduced
          cameFrom[candidate] = place
        }
        if ((shortest[candidate] as number) < step) {
          step = shortest[candidate] as number
          next = candidate
        }
      }
      for (let seen = 0; seen <= right; seen++) {
        if (visited[seen]) {
          leftPrice[holder[seen] as number] = (leftPrice[holder[seen] as number] as number) + step
          rightPrice[seen] = (rightPrice[seen] as number) - step
        } else shortest[seen] = (shortest[seen] as number) - step
      }
      place = next
    } while (holder[place] !== 0)
    while (place !== 0) {
      const previous = cameFrom[place] as number
      holder[place] = holder[previous] as number
      place = previous
    }
  }
  const given = Array.from({ length: left }, () => -1)
  for (let place = 1; place <= right; place++) {
    const item = holder[place] as number
    if (item > 0) given[item - 1] = place - 1
  }
  return given
}

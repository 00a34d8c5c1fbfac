/** Cells of a row. */
export const rowCells = 10

/** The suites of tasks. Names alone, so that whoever asks for one loads none of them. @module */

/** The first steps of a curriculum. */
export const drillSuite = 'drills'

/** Accidents of businesses with a history; their rows are apart from those of the drills. */
export const incidentSuite = 'incidents'

/** What the drills were called before version 0.2. */
export const formerSuite = 'families'

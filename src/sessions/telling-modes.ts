/** Reward modes whose rewards tell how right the database is: no door offers them to an agent, or in the split `test`. */
export { tellingModes } from '../episode/rewards.ts'

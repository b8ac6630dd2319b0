// A whole run starts all suites and lets a few go at once, the long ones first (tooling/test-summary/src/job-slots.ts says whose turn it is).
import { connect } from 'node:net';

/**
 * Waits for the turn of this suite; one that is run by itself has no turn to wait for, nor has one whose run has ended.
 * @param {string} name the package's
 * @returns {Promise<() => void>} gives the slot back
 */
export async function jobSlot(name) {
  const address = process.env.CDEV_JOB_SLOTS;
  if (address === undefined || address === '') return () => {};
  const socket = connect(address, () => socket.write(`${name}\n`));
  await new Promise((resolve) => socket.once('data', resolve).once('error', resolve).once('close', resolve));
  return () => socket.destroy();
}

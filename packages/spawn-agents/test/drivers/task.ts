import type { DriverTask } from '../../src/drivers/index.ts';

/** A task for a driver, with what a test changes of it. */
export function task(changes: Partial<DriverTask> = {}): DriverTask {
  return {
    prompt: 'Do it.',
    promptFile: '.cdev/prompt.md',
    permissions: 'edit',
    allowedCommands: [],
    extraArguments: [],
    ...changes,
  };
}

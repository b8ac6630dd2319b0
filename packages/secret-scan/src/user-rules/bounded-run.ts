import { Script } from 'node:vm';

const task = Symbol.for('@cdev/secret-scan task');
const globals = globalThis as { [task]?: (() => void) | undefined };
const script = new Script('globalThis[Symbol.for("@cdev/secret-scan task")]()');

/**
 * Runs something that may go on for ever, as an expression of the user's can, and ends it after `limit` milliseconds: nothing else that this
 * thread does could, not even a signal. It costs some tenths of a millisecond. @returns undefined where it was ended
 */
export function boundedRun<Result>(run: () => Result, limit: number): { readonly result: Result } | undefined {
  let done: { readonly result: Result } | undefined;
  globals[task] = () => {
    done = { result: run() };
  };
  try {
    script.runInThisContext({ timeout: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
  } finally {
    globals[task] = undefined;
  }
  return done;
}

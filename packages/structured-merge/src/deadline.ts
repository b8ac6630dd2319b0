import { performance } from 'node:perf_hooks';

/** When the merge that is being made shall have no new step; a merge is made in one go, so that there is only one. */
let end: number | undefined;

/** Why a step was not taken. */
export const timeIsUp = 'The time for this file was used up';

/** Makes a merge whose steps ask `isLate` before they begin. @param timeLimit milliseconds. */
export function within<Result>(timeLimit: number, make: () => Result): Result {
  const outer = end;
  end = performance.now() + timeLimit;
  try {
    return make();
  } finally {
    end = outer;
  }
}

export function isLate(): boolean {
  return end !== undefined && performance.now() >= end;
}

/** The end of a run before its end: a person's no, an interruption, or a disk that takes nothing more. */
export interface Stop {
  /** Ends what runs. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  /** The first reason counts. */
  readonly because: (error: unknown) => void;
  readonly reason: () => unknown;
}

export function createStop(outside: AbortSignal): Stop {
  const controller = new AbortController();
  let reason: unknown;
  return {
    signal: AbortSignal.any([outside, controller.signal]),
    isStopped: () => outside.aborted || controller.signal.aborted,
    because: (error) => {
      if (controller.signal.aborted) return;
      reason = error;
      controller.abort();
    },
    reason: () => reason,
  };
}

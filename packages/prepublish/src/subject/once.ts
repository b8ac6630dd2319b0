/** A question that is asked at most once, by whoever asks first. */
export interface Once<Result> {
  (): Promise<Result>;
  readonly isAsked: () => boolean;
}

export function once<Result>(ask: () => Promise<Result>): Once<Result> {
  let answer: Promise<Result> | undefined;
  return Object.assign(() => (answer ??= ask()), { isAsked: () => answer !== undefined });
}

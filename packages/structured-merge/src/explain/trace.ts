import type { MergeStep } from './merge-step.ts';

/** Steps of the merge that is being made, while somebody wants them; a merge is made in one go, so that there is only one. */
let steps: MergeStep[] | undefined;
/** Where the rule that is being tried looks, and why it will give way. */
let place = 'whole file';
let why: string | undefined;

/** What the merge gives, and what was tried on the way. */
export function traced<Result>(make: () => Result): { readonly result: Result; readonly steps: readonly MergeStep[] } {
  const outer = steps;
  const own: MergeStep[] = [];
  steps = own;
  try {
    return { result: make(), steps: own };
  } finally {
    steps = outer;
  }
}

export function note(step: Omit<MergeStep, 'where'> & { readonly where?: string }): void {
  steps?.push({ where: place, ...step });
}

/** What is tried meanwhile is about that place. */
export function at<Result>(where: string, run: () => Result): Result {
  const outer = place;
  place = where;
  try {
    return run();
  } finally {
    place = outer;
  }
}

/** Says why the rule that is being tried will not decide, and gives `undefined` for it to return. */
export function because(reason: string): undefined {
  why = reason;
  return undefined;
}

/** Tries a rule and notes what came of it. */
export function attempt<Decision extends Pick<MergeStep, 'reason' | 'confidence' | 'odds'>>(
  rung: string,
  decide: () => Decision | undefined,
): Decision | undefined {
  why = undefined;
  const decided = decide();
  if (decided === undefined) note({ rung, outcome: 'gave way', reason: why ?? 'It does not apply there' });
  else {
    const { reason, confidence, odds } = decided;
    note({ rung, outcome: 'won', reason, ...(confidence && { confidence }), ...(odds !== undefined && { odds }) });
  }
  why = undefined;
  return decided;
}

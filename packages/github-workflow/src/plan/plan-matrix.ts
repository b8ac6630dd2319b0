import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import { evaluateValue, ExpressionProblem, type Scope } from '../expression/evaluate.ts';
import type { JobSource } from '../source/workflow-source.ts';
import { expandMatrix, MatrixProblem, type Combination } from './expand-matrix.ts';

/** The combinations of a job as far as a plan can know them, and what all of them share. */
export function planMatrix(
  job: JobSource,
  scope: Scope,
): { combinations?: readonly Combination[] | 'later'; first: unknown; problem?: string } {
  if (job.strategy?.matrix === undefined) return { first: {} };
  try {
    const combinations = expandMatrix(evaluateValue(job.strategy.matrix, scope));
    // What all combinations share is known; where they differ it is not.
    return { combinations, first: combinations.length === 1 ? combinations[0] : sharedValues(combinations) };
  } catch (error) {
    if (error instanceof NotKnownError) return { combinations: 'later', first: new NotKnown('the matrix comes later') };
    if (error instanceof MatrixProblem || error instanceof ExpressionProblem)
      return { first: {}, problem: error.message };
    throw error;
  }
}

function sharedValues(combinations: readonly Combination[]): Record<string, unknown> {
  const names = new Set(combinations.flatMap((combination) => Object.keys(combination)));
  return Object.fromEntries(
    [...names].map((name) => {
      const [first, ...rest] = combinations.map((combination) => JSON.stringify(combination[name]));
      const isShared = rest.every((value) => value === first);
      return [name, isShared ? combinations[0]?.[name] : new NotKnown(`matrix.${name} differs`)];
    }),
  );
}

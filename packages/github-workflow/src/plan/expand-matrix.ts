import { isDeepStrictEqual } from 'node:util';
import { asText } from '../expression/as-text.ts';

export type Combination = Readonly<Record<string, unknown>>;

/** A matrix that GitHub would refuse. */
export class MatrixProblem extends Error {}

/**
 * The combinations of an evaluated `strategy.matrix`, in GitHub's order: exclusions first, then each inclusion is laid over every
 * combination whose own values it does not change, and makes one of its own when there is none.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixinclude
 * @throws MatrixProblem
 */
export function expandMatrix(matrix: unknown): readonly Combination[] {
  if (typeof matrix !== 'object' || matrix === null || Array.isArray(matrix))
    throw new MatrixProblem('the matrix is no mapping of lists');
  const { include, exclude, ...vectors } = matrix as Record<string, unknown>;
  const exclusions = combinationsOf('exclude', exclude);
  const inclusions = combinationsOf('include', include);
  const product = Object.entries(vectors).reduce<Combination[]>(
    (before, [name, values]) => {
      if (!Array.isArray(values)) throw new MatrixProblem(`matrix.${name} is no list`);
      return before.flatMap((combination) => (values as unknown[]).map((value) => ({ ...combination, [name]: value })));
    },
    Object.keys(vectors).length === 0 ? [] : [{}],
  );
  const base = product.filter((combination) => !exclusions.some((exclusion) => fits(combination, exclusion)));
  const result = base.map((combination) => ({ own: combination, all: { ...combination } as Record<string, unknown> }));
  const added: Combination[] = [];
  for (const inclusion of inclusions) {
    const places = result.filter(({ own }) =>
      Object.entries(inclusion).every(([name, value]) => !(name in own) || isDeepStrictEqual(own[name], value)),
    );
    for (const { all } of places) Object.assign(all, inclusion);
    if (places.length === 0) added.push(inclusion);
  }
  const combinations = [...result.map(({ all }) => all), ...added];
  if (combinations.length > 256)
    throw new MatrixProblem(`the matrix has ${combinations.length} combinations; 256 are allowed`);
  return combinations;
}

function combinationsOf(name: string, value: unknown): readonly Combination[] {
  if (value === undefined || value === null || value === '') return [];
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
  if (!isList) throw new MatrixProblem(`matrix.${name} is no list of mappings`);
  return value as Combination[];
}

function fits(combination: Combination, exclusion: Combination): boolean {
  return Object.entries(exclusion).every(([name, value]) => isDeepStrictEqual(combination[name], value));
}

/** What GitHub puts in brackets after a job's name: the simple values, in order. */
export function describeCombination(combination: Combination): string {
  const simple = (value: unknown): string[] => {
    if (value === null || typeof value !== 'object') return [asText(value)];
    return Object.values(value).flatMap(simple);
  };
  return Object.values(combination).flatMap(simple).join(', ');
}

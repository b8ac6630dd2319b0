import type { Problem } from './rule.ts';

/** Many problems of one kind and weight are one line for a reader: beyond three, the first with the number of the others. */
export function toldOnce(problems: readonly Problem[]): readonly Problem[] {
  const kindOf = ({ verdict, severity, breaks, mend }: Problem): string =>
    [verdict, severity, breaks, verdict === undefined ? mend : ''].join('\0');
  return [...Map.groupBy(problems, kindOf).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || group.length <= 3
      ? group
      : [{ ...first, reason: `${first.reason}, and so ${group.length - 1} more` }];
  });
}

import { judgeValue } from '../assignment/judge-value.ts';
import type { NameClass } from '../assignment/name-class.ts';
import { genericRules } from '../engine/generic-rules.ts';
import type { Candidate } from '../finding.ts';
import { isPlaceholder } from './placeholder.ts';

export interface Taken {
  readonly secret: string;
  readonly start: number;
  readonly isQuoted: boolean;
  readonly kind: Exclude<NameClass, 'none' | 'weak'>;
  /** What takes it there: "mysql -p". */
  readonly by: string;
}

/** What a command or function takes as a password or secret by its place, without a name for it; undefined for what can be none. */
export function takenSecret({ secret, start, isQuoted, kind, by }: Taken): Candidate | undefined {
  const end = start + secret.length;
  const judged = judgeValue(secret, kind, { start, end, shape: 'assignment', isQuoted }, true);
  if (judged === undefined) return undefined;
  const isWord = isPlaceholder(secret);
  return {
    ...genericRules[kind],
    rank: 22,
    start,
    end,
    secret,
    certainty: isWord ? 0.3 : judged.certainty,
    reasons: [...(isWord ? ['it is a word for what belongs there'] : []), `it stands where ${by} takes a ${kind}`],
  };
}

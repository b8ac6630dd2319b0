import { field, someOf } from '../../rule/places.ts';
import { notRun, type NotRun, type Problem, type Rule } from '../../rule/rule.ts';
import type { Change, ChangeKind } from '../../signatures/change.ts';
import type { Subject } from '../../subject/subject.ts';
import { mayAdd, mayBreak, neverPublished, previousOf } from './previous.ts';

/** Declarations of the last published version and of the tarball, compared by the compiler. */
export const signatureBreak: Rule = {
  id: 'signature-break',
  severity: 'error',
  summary: 'no declaration changed so that code that compiled does not, unless the version says so',
  breaks: 'TypeScript users who update within their range: their code does not compile any more',
  needs: ['registry'],
  check: (subject) =>
    withChanges(subject, mayBreak, (changes, version) => {
      const mend = `Keep what was accepted and given before, or raise the ${version.startsWith('0.') ? 'minor' : 'major'} version`;
      return [
        ...listed(changes('break'), { mend }),
        ...listed(changes('growth'), {
          severity: 'warning',
          breaks: 'TypeScript users who handle every case that there was',
          mend: 'Check that users can meet the new case without knowing it, or raise the version',
        }),
      ];
    }),
};

export const signatureAddition: Rule = {
  id: 'signature-addition',
  severity: 'suggestion',
  summary: 'members, parameters and cases that are new in declarations come with a minor version',
  breaks: 'Users who want to know from which version on they can rely on it',
  needs: ['registry'],
  check: (subject) =>
    withChanges(subject, mayAdd, (changes) => {
      const added = changes('addition');
      return added.length === 0
        ? []
        : [
            {
              place: field('version'),
              reason: `new in the declarations: ${someOf(
                added.map(({ what }) => what),
                5,
              )}`,
              mend: 'Raise the minor version',
            },
          ];
    }),
};

/** What differs in a way that nobody can judge without the code of users. */
export const declarationsChanged: Rule = {
  id: 'declarations-changed',
  severity: 'suggestion',
  summary: 'declarations changed in no way that cannot be judged',
  breaks: 'TypeScript users, if a type became narrower',
  needs: ['registry'],
  check: (subject) =>
    withChanges(subject, mayBreak, (changes) =>
      listed(changes('unknown'), { mend: 'Check that nothing became narrower; else raise the version' }),
    ),
};

type Choose = (kind: ChangeKind) => readonly Change[];

async function withChanges(
  { tarball, ...subject }: Subject,
  isAllowed: (before: string, after: string) => boolean,
  judge: (changes: Choose, version: string) => readonly Problem[],
): Promise<readonly Problem[] | NotRun> {
  const before = await previousOf({ tarball, ...subject });
  if (!before) return neverPublished;
  if (isAllowed(before.version, tarball.version)) return [];
  const { signatureChanges } = await import('../../signatures/signature-changes.ts');
  const compared = await signatureChanges({ before, after: tarball });
  if ('notCompared' in compared) return notRun(compared.notCompared);
  return judge((kind) => compared.changes.filter((change) => change.kind === kind), tarball.version);
}

const mostTold = 5;

function listed(changes: readonly Change[], manner: Omit<Problem, 'place' | 'reason'>): Problem[] {
  const told = changes.map(({ what, file, line }): Problem => ({ place: `${file}:${line}`, reason: what, ...manner }));
  const last = told[mostTold - 1];
  return told.length <= mostTold || !last
    ? told
    : [
        ...told.slice(0, mostTold - 1),
        { ...last, reason: `${last.reason}; and ${told.length - mostTold} more changes of this kind` },
      ];
}

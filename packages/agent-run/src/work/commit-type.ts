/** What a commit is by the convention (https://www.conventionalcommits.org/en/v1.0.0/). */
export type CommitType = 'feat' | 'fix' | 'docs' | 'test' | 'refactor' | 'perf' | 'build' | 'ci';

const kinds: readonly (readonly [CommitType, RegExp])[] = [
  ['ci', /^\.(github\/workflows|gitlab-ci|circleci|travis)/],
  ['test', /(^|\/)(tests?|__tests__|spec|e2e)\/|[.-](test|spec)\.[^/]+$|(^|\/)test_[^/]+\.py$|_test\.[^/]+$/],
  ['docs', /(^|\/)docs?\/|\.(md|mdx|rst|adoc|txt)$|(^|\/)(LICEN[CS]E|README|CHANGELOG)[^/]*$/i],
  [
    'build',
    /(^|\/)(package(-lock)?\.json|pnpm-(lock|workspace)\.yaml|yarn\.lock|bun\.lock|tsconfig[^/]*\.json|[^/]*\.config\.[cm]?[jt]s|Makefile|Dockerfile)$/,
  ],
];

const verbs: readonly (readonly [CommitType, RegExp])[] = [
  ['fix', /^(fix|repair|correct|mend|resolve|bug)\w*\b/i],
  ['refactor', /^(refactor|rename|extract|move|restructure|clean up|simplify)\w*\b/i],
  ['perf', /^(speed up|optimi[sz]e)\w*\b/i],
];

/**
 * Read from the work: files all of one kind decide, then the verb that the title begins with; everything else is a feature.
 * @param files what the commit changes; an empty list says nothing
 */
export function commitType(title: string, files: readonly string[]): CommitType {
  const kind = kindOf(files[0] ?? '');
  if (kind !== undefined && files.every((path) => kindOf(path) === kind)) return kind;
  return verbs.find(([, verb]) => verb.test(title.trim()))?.[0] ?? 'feat';
}

function kindOf(path: string): CommitType | undefined {
  return kinds.find(([, pattern]) => pattern.test(path))?.[0];
}

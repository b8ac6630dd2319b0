import { git } from '@cdev/git';

const definition = '(class|function|const|let|interface|type|enum|def|fn|struct|trait|func|module|namespace)';

/**
 * Which tracked files at a commit define which of these identifiers; one call of `git grep` for all. An identifier that nothing defines is
 * left out, as is what is no identifier in most languages.
 */
export async function findDefinitions(
  cwd: string,
  commit: string,
  identifiers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = identifiers.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name)).slice(0, 200);
  if (names.length === 0) return new Map();
  const pattern = `(^|[^[:alnum:]_])${definition}[[:space:]]+(${names.map((name) => name.replaceAll('$', '[$]')).join('|')})([^[:alnum:]_$]|$)`;
  const found = await git(
    cwd,
    ['grep', '-I', '-z', '-o', '-h', '--full-name', '-H', '-E', '-e', pattern, commit, '--', ':(top)'],
    { allowFailure: true },
  );
  const files = new Map<string, Set<string>>();
  for (const line of found.stdout.split('\n')) {
    const [place = '', text = ''] = line.split('\0');
    const name = names.find((candidate) => new RegExp(`\\s${candidate.replaceAll('$', '\\$')}(?![\\w$])`).test(text));
    if (name !== undefined) files.set(name, (files.get(name) ?? new Set()).add(place.slice(commit.length + 1)));
  }
  return new Map([...files].map(([name, paths]) => [name, [...paths]]));
}

/** Which of a folder's files tells what changed in its versions; undefined when none does. */
export function changelogName(names: readonly string[]): string | undefined {
  const known = names.filter((name) => /^(?:changelog|changes|history|releases)\.md$/i.test(name));
  return known.find((name) => name.toLowerCase() === 'changelog.md') ?? known[0];
}

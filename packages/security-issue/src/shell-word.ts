/**
 * A text of the repository as one word of a command that people copy into a shell: quoted where the shell would read anything else in it. Whoever may write a
 * pull request chooses such texts.
 */
export function shellWord(text: string): string {
  return /^[\w./:@^+][\w./:@^+-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Letters of a path at most. Where a text is a log or has data in it, one run of letters can have a megabyte, over which an expression that looks back takes minutes. */
export const longestPath = 400;

/** The runs of these letters in a text that can be paths, each once. */
export function runsOf(text: string, letters: RegExp): readonly string[] {
  return [...new Set(text.match(letters))].filter(({ length }) => length <= longestPath);
}

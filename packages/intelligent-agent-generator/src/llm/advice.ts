/** What a language model said of a task, as far as the repository does not say otherwise. */
export interface Advice {
  /** For people: `openai:gpt-5`. */
  readonly by: string;
  /** Why nothing of it is used: it did not answer, or not in the form asked for. */
  readonly problem: string | undefined;
  /** Files that are there, most needed first. */
  readonly files: readonly { readonly path: string; readonly why: string }[];
  readonly criteria: readonly string[];
  /** Of files that are there. */
  readonly risks: readonly { readonly path: string; readonly text: string }[];
  /** What it said and is not so. */
  readonly refused: readonly string[];
}

export function adviceText({ by, problem, files, criteria, risks, refused }: Advice): string {
  if (problem !== undefined) return `nothing of ${by} is used: ${problem}`;
  const counts = [
    files.length === 1 ? '1 file' : `${files.length} files`,
    criteria.length === 1 ? '1 criterion' : `${criteria.length} criteria`,
    risks.length === 1 ? '1 risk' : `${risks.length} risks`,
  ];
  const held = `${by} named ${counts.join(', ')}`;
  return refused.length === 0 ? held : `${held}; refused: ${refused.join(', ')}`;
}

/** What the agent is for. */
export interface Requirement {
  /** One line. */
  readonly title: string;
  /** Markdown, as it was given. */
  readonly text: string;
  /** Where it is from, for people: `the text given`, `issue ENG-123`, `docs/login.md`. */
  readonly source: string;
  readonly issue?: { readonly id: string; readonly url?: string };
}

/** All that a requirement says, its title first: what files are ranked for. */
export function queryOf({ title, text }: Requirement): string {
  return text.startsWith(title) ? text : `${title}\n${text}`;
}

/** One thing that the issue asks for; the unit of work that becomes an agent, alone or with others. */
export interface Requirement {
  /** Its place in the issue, from 1. */
  readonly number: number;
  readonly title: string;
  /** Markdown, without its heading. */
  readonly text: string;
  /** What must hold at the end, one sentence each. */
  readonly criteria: readonly string[];
  /** Where in the issue it stands, for the reasons: `section "3. Late fees"`. */
  readonly source: string;
}

export interface SplitIssue {
  readonly requirements: readonly Requirement[];
  /** What concerns all of them: text before the first part, and sections that ask for nothing by themselves. */
  readonly preface: string;
  /** How it was cut, for the decisions of the plan. */
  readonly how: string;
}

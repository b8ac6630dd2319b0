export type Severity = 'critical' | 'high' | 'medium' | 'low';
export type Confidence = 'high' | 'medium' | 'low';
/** `error`: act now. `warning`: look at it. `note`: good to know. */
export type Level = 'error' | 'warning' | 'note';

/** The kinds of check that make issues; in the order in which their issues are told within one level. */
export const issueChecks = ['vulnerabilities', 'workflows', 'code', 'hygiene'] as const;
export type IssueCheck = (typeof issueChecks)[number];

/** What a place has to do with the issue: where the data comes from, a step it goes through, where it does harm. */
export type PlaceRole = 'source' | 'step' | 'sink';

export interface IssuePlace {
  /** From the top folder, with `/`. */
  readonly path: string;
  /** From 1; columns count UTF-16 units. Without a line it is the file as a whole. */
  readonly line?: number;
  readonly column?: number;
  /** Of the position after the last character. */
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly role?: PlaceRole;
  /** What happens there, in a few words: "`name` from the command line". */
  readonly note?: string;
}

/** What to do. */
export interface Mend {
  readonly text: string;
  /** Commands that do it, each as it can be typed. */
  readonly commands?: readonly string[];
}

/** A mechanical mend of one file, shown as a diff before it is made. */
export interface IssueFix {
  /** From the top folder, with `/`. It may be not there yet: `apply` then gets the empty text. */
  readonly file: string;
  /** What it does, in words. */
  readonly title: string;
  /** The file's text with the mend; what it gets is what another fix may have made of it already. */
  readonly apply: (text: string) => string;
}

/** Something that endangers a user of the repository or of what it publishes, and is no secret. */
export interface SecurityIssue {
  readonly check: IssueCheck;
  /** Permanent id of the rule: `command-injection`, `unpinned-action`; of a vulnerability the id of its advisory. */
  readonly ruleId: string;
  /** What is wrong, short, without a full stop: "A command line is put together from the arguments of the program". */
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What goes wrong for whom, and why it is thought so; most important first. */
  readonly reasons: readonly string[];
  /** The first is where the issue is shown; a flow follows from source to sink. At least one. */
  readonly places: readonly [IssuePlace, ...IssuePlace[]];
  readonly mend: Mend;
  readonly fix?: IssueFix;
  /** Where more is to be read. */
  readonly url?: string;
  /** 32 hexadecimal digits, see `fingerprint`. */
  readonly fingerprint: string;
  /** The reason that stands in a comment `cdev-ignore <rule>: reason` at its first place; empty when the comment gives none. */
  readonly ignored?: string;
  /** What only this kind of check knows (a score, the path to a dependency); for the machine formats. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

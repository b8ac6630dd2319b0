export const issueSources = ['linear', 'github', 'file', 'stdin'] as const;

/** Where an issue came from. */
export type IssueSource = (typeof issueSources)[number];

/** Another issue as an issue speaks of it. */
export interface IssueReference {
  readonly id: string;
  readonly title?: string;
}

/** `blocks`, `blocked by`, `duplicate`, `duplicated by`, `related`, …: the type as seen from the issue that has the relation. */
export interface IssueRelation extends IssueReference {
  readonly type: string;
}

export interface IssueComment {
  readonly author: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Markdown. */
  readonly body: string;
  /** The comment's own name in its source; what `parent` of an answer speaks of. */
  readonly id?: string;
  readonly parent?: string;
}

/** Where something attached is; its content is not fetched. */
export interface IssueAttachment {
  readonly title: string;
  readonly url: string;
  readonly sourceType?: string;
}

/** One issue, whatever it came from, as it is cached. Plain JSON; times are ISO 8601 in UTC. */
export interface Issue {
  readonly schemaVersion: 1;
  readonly source: IssueSource;
  /** `ENG-123`, `owner/repository#12`, or a name of a file's own. See `isIssueId`. */
  readonly id: string;
  readonly url?: string;
  readonly title: string;
  /** Markdown; empty when there is none. */
  readonly description: string;
  /** The name of the state in the source's own words: `In Progress`, `open`. */
  readonly state: string;
  readonly labels: readonly string[];
  /** Points in the source's own scale. */
  readonly estimate?: number;
  /** `urgent`, `high`, `medium`, `low`, or the source's own word. */
  readonly priority?: string;
  readonly assignee?: string;
  readonly project?: string;
  readonly cycle?: string;
  readonly team?: string;
  readonly parent?: IssueReference;
  readonly children: readonly IssueReference[];
  readonly relations: readonly IssueRelation[];
  readonly comments: readonly IssueComment[];
  readonly attachments: readonly IssueAttachment[];
  /** The branch name that the source proposes. */
  readonly branchName?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  /** When this copy was taken. */
  readonly fetchedAt: string;
  /** The account of the source it belongs to. */
  readonly workspace?: string;
  /** What the source answered, as it came. */
  readonly raw?: unknown;
}

import type { CheckName, DeedName } from '../step-names.ts';

/** What is worth remembering: what cannot be asked for again, or only at a cost. What can be asked of registry, git and GitHub is asked each time. */
export type JournalEvent =
  /** The registry showed a version, or a receipt says that it took it: from now on its absence is a delay, or a loss. */
  | { readonly type: 'accepted'; readonly package: string; readonly evidence: string }
  /** A slow check of what the registry cannot change any more held, for these very bytes. */
  | {
      readonly type: 'check-passed';
      readonly package: string;
      readonly check: CheckName;
      readonly integrity: string;
      readonly detail: string;
    }
  /** Said before a deed that cannot be asked for afterwards (a notice), so that it is done once at most. */
  | { readonly type: 'deed-begun'; readonly deed: DeedName; readonly subject: string }
  | { readonly type: 'deed-done'; readonly deed: DeedName; readonly subject: string; readonly detail: string }
  | { readonly type: 'rolled-back'; readonly package: string; readonly detail: string };

export type JournalLine = JournalEvent & {
  /** ISO 8601. */
  readonly time: string;
  readonly release: string;
};

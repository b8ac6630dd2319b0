import type { Finding } from '@cdev/repo-check';

/** What came of one law. */
export interface Verdict {
  readonly law: string;
  /** What holds, as a sentence. */
  readonly says: string;
  readonly findings: readonly Finding[];
  /** Why it was not asked. */
  readonly notRun?: string | undefined;
}

import type { CheckResult } from '@cdev/core/cli';

/** What was looked at, in the order in which it is mended. */
export interface Diagnosis {
  readonly machine: readonly CheckResult[];
  readonly project: readonly CheckResult[];
  readonly scripts: readonly CheckResult[];
}

/** Runs a check; what it throws is what is wrong. A coded error brings its mend along. */
export async function check(
  title: string,
  look: () => Promise<Omit<CheckResult, 'title'>>,
  fix: string,
): Promise<CheckResult> {
  try {
    return { title, ...(await look()) };
  } catch (error) {
    const [step] = (error as { steps?: readonly string[] }).steps ?? [];
    return { title, status: 'failed', detail: (error as Error).message, fix: step ?? fix };
  }
}

import { surveyWork, type SurveyOptions } from './survey-work.ts';
import { withTemporaryIndex } from './temporary-index.ts';
import type { Work } from './work.ts';

export type InspectWorkOptions = SurveyOptions;

/**
 * What an agent has done, held against what it may write. Changes nothing but the object database, where contents are stored.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_GIT_UNKNOWN_REVISION (base), CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_SUBPROCESS_FAILED
 */
export async function inspectWork(options: InspectWorkOptions): Promise<Work> {
  return withTemporaryIndex(async (env) => (await surveyWork(options, env)).work);
}

import type { Context, Outcome } from '@cdev/core/cli';
import { checkMachine } from './check-machine.ts';
import { checkProject } from './check-project.ts';
import { checkScripts, type DoctorOptions } from './check-scripts.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What is missing or broken here, each with what mends it. Changes nothing. `findings` when something failed; a warning is none. */
export async function doctor(options: DoctorOptions, context: Context): Promise<Outcome<Diagnosis>> {
  const [machine, project, scripts] = await Promise.all([
    checkMachine(context),
    checkProject(context),
    checkScripts(options, context),
  ]);
  const isIll = [...machine, ...project, ...scripts].some(({ status }) => status === 'failed');
  return { result: { machine, project, scripts }, status: isIll ? 'findings' : 'ok' };
}

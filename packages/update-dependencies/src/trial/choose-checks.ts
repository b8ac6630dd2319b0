import { detectProject, readInventory, runningOrder } from '@cdev/code-graph';
import type { Check } from '@cdev/project-checks';
import { errors } from '../errors.ts';

/**
 * By what an update is judged: the commands that are named, else those of the project's root that build, type-check, lint and test it.
 * @throws CDEV_E_UPDATE_DEPENDENCIES_UNTESTED
 */
export async function chooseChecks(root: string, named: readonly string[]): Promise<readonly Check[]> {
  if (named.length > 0) return named.map((command) => ({ name: command, command, timeLimit: 1800 }));
  const { commands } = await detectProject(await readInventory(root));
  const own = commands.filter(
    ({ folder, purpose }) => folder === '.' && ['build', 'types', 'lint', 'test'].includes(purpose),
  );
  if (!own.some(({ purpose }) => purpose === 'test')) throw errors.make('CDEV_E_UPDATE_DEPENDENCIES_UNTESTED');
  return runningOrder(own).map(({ purpose, command }) => ({ name: purpose, command, timeLimit: 1800 }));
}

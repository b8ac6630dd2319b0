import { join } from 'node:path';
import { errors } from '../errors.ts';
import { findOptionalProgram } from './find-program.ts';
import type { Invocation } from './runner.ts';

type Command = Pick<Invocation, 'file' | 'args'>;

/**
 * For runners that measure no coverage themselves: the same command under c8, when the project has it.
 * @throws CDEV_E_TEST_LOCALLY_COVERAGE_IMPOSSIBLE
 */
export function coverWithC8(folder: string, { file, args }: Command): Command {
  const c8 = findOptionalProgram(folder, 'c8');
  if (!c8) throw errors.make('CDEV_E_TEST_LOCALLY_COVERAGE_IMPOSSIBLE', { folder, needed: 'c8' });
  const options = [
    '--check-coverage=false',
    '--reporter=json-summary',
    '--reporter=lcov',
    `--reports-dir=${join(folder, 'coverage')}`,
  ];
  return { file: 'node', args: [c8.file, ...options, file, ...args] };
}

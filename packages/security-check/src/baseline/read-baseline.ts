import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { errors } from '../errors.ts';
import { baselineName, type Baseline } from './baseline.ts';

export interface ReadBaselineOptions {
  readonly cwd: string;
  /** The top folder, where it is looked for when `file` names none. */
  readonly root: string;
  readonly file: string | undefined;
}

/** The known secrets; none when there is no such file and none was named. @throws CDEV_E_SECURITY_CHECK_BASELINE_MISSING, _BASELINE_MALFORMED */
export async function readBaseline({ cwd, root, file: named }: ReadBaselineOptions): Promise<Baseline> {
  const file = named === undefined ? join(root, baselineName) : resolve(cwd, named);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (named === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT')
      return { file, entries: [], issues: [] };
    throw errors.make('CDEV_E_SECURITY_CHECK_BASELINE_MISSING', { file: named ?? file }, { cause });
  }
  // The reader of YAML comes only where there is something to read: a hook has to be quick.
  const { parseBaseline } = await import('./parse-baseline.ts');
  return { file, ...parseBaseline(text, basename(file)) };
}

import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { openRules, type OpenedRules, type RuleFile } from '@cdev/secret-scan';
import { errors } from '../errors.ts';

/** Rules of the user's that were used beside ours. */
export interface UsedRules extends OpenedRules {
  /** From the top folder. */
  readonly file: string;
}

export interface UseRulesOptions {
  readonly cwd: string;
  /** The top folder, where they are looked for when `file` names none. */
  readonly root: string;
  readonly file: string | undefined;
}

const usualNames = ['.gitleaks.toml', '.betterleaks.toml'];

/**
 * Opens the rules that were named, else those that lie in the top folder, as gitleaks itself would.
 * @throws CDEV_E_SECURITY_CHECK_RULES_MISSING, CDEV_E_SECRET_SCAN_RULES_MALFORMED
 */
export async function useRules({
  cwd,
  root,
  file,
}: UseRulesOptions): Promise<{ file: RuleFile; used: UsedRules } | undefined> {
  for (const path of file === undefined ? usualNames.map((name) => join(root, name)) : [resolve(cwd, file)]) {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      if (file === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw errors.make('CDEV_E_SECURITY_CHECK_RULES_MISSING', { file: file ?? path }, { cause });
    }
    const name = relative(root, path);
    const opened = await openRules({ name, text });
    return { file: { name, text }, used: { file: name, ...opened } };
  }
  return undefined;
}

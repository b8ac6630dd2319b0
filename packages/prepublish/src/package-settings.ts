import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceMember } from '@cdev/package-workspace';
import { parse } from 'yaml';
import { errors } from './errors.ts';
import { isRecord } from './modules/entry-points.ts';
import { severities, type Severity } from './rule/rule.ts';

export const thresholds = [...severities, 'never'] as const;
/** From which severity on the outcome is findings. */
export type Threshold = Severity | 'never';

/** What a package of a workspace says for itself; the run's own choice comes on top. */
export interface PackageSettings {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly failOn?: Threshold;
  readonly tag?: string;
  readonly branches?: readonly string[];
}

/**
 * The settings under `prepublish` in the `cdev.config.{yaml,json}` of a package's folder, else in `cdevConfig` of its manifest.
 * @throws CDEV_E_PREPUBLISH_SETTING_INVALID
 */
export async function packageSettings({ folder, manifest }: WorkspaceMember): Promise<PackageSettings> {
  for (const name of ['cdev.config.yaml', 'cdev.config.json']) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return settingsIn(parsed(text, file), file);
  }
  return settingsIn(manifest['cdevConfig'], `${join(folder, 'package.json')}#cdevConfig`);
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const problem = (cause as Error).message.split('\n')[0] ?? '';
    throw errors.make('CDEV_E_PREPUBLISH_SETTING_INVALID', { place: file, problem }, { cause });
  }
}

function settingsIn(content: unknown, place: string): PackageSettings {
  const own = isRecord(content) ? content['prepublish'] : undefined;
  if (own === undefined || own === null) return {};
  const refuse = (problem: string): never => {
    throw errors.make('CDEV_E_PREPUBLISH_SETTING_INVALID', { place, problem });
  };
  if (!isRecord(own)) return refuse('"prepublish" must be a mapping');
  const list = (key: string): readonly string[] | undefined => {
    const value = own[key];
    if (value === undefined) return undefined;
    const items = Array.isArray(value) ? value : [value];
    return items.every((item) => typeof item === 'string') ? items : refuse(`"${key}" must be a list of texts`);
  };
  const failOn = own['fail-on'];
  if (failOn !== undefined && !thresholds.some((each) => each === failOn))
    return refuse(`"fail-on" must be one of ${thresholds.join(', ')}`);
  const tag = own['tag'];
  if (tag !== undefined && typeof tag !== 'string') return refuse('"tag" must be a text');
  const [only, skip, branches] = [list('only'), list('skip'), list('branch')];
  return {
    ...(only && { only }),
    ...(skip && { skip }),
    ...(failOn !== undefined && { failOn: failOn as Threshold }),
    ...(tag !== undefined && { tag }),
    ...(branches && { branches }),
  };
}

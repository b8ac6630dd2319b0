import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { errors } from '../errors.ts';
import { isRecord, parseManifest } from '../project/manifest.ts';

export interface Program {
  /** Absolute path of the JavaScript file to give to Node. */
  readonly file: string;
  readonly version: string;
  /** First number of the version; 0 when it has none. */
  readonly major: number;
}

/**
 * The program of a package that is installed for `folder`, found as Node finds packages.
 * @throws CDEV_E_TEST_LOCALLY_RUNNER_MISSING
 */
export function findProgram(folder: string, packageName: string, program = packageName): Program {
  for (const place of foldersUp(folder)) {
    const home = join(place, 'node_modules', packageName);
    if (!existsSync(join(home, 'package.json'))) continue;
    const { bin, version } = parseManifest(readFileSync(join(home, 'package.json'), 'utf8')) ?? {};
    const target = typeof bin === 'string' ? bin : isRecord(bin) ? (bin[program] ?? Object.values(bin)[0]) : undefined;
    if (typeof target !== 'string') continue;
    const text = typeof version === 'string' ? version : '';
    return { file: join(home, target), version: text, major: Number.parseInt(text, 10) || 0 };
  }
  throw errors.make('CDEV_E_TEST_LOCALLY_RUNNER_MISSING', { runner: packageName, folder });
}

/** As `findProgram`, for what need not be there. */
export function findOptionalProgram(folder: string, packageName: string): Program | undefined {
  try {
    return findProgram(folder, packageName);
  } catch {
    return undefined;
  }
}

/** PATH as a package manager sets it for scripts: the programs of the package and of the folders above come first. */
export function scriptPath(folder: string, path: string | undefined): string {
  const own = [...foldersUp(folder)]
    .map((place) => join(place, 'node_modules', '.bin'))
    .filter((bin) => existsSync(bin));
  return [...own, ...(path === undefined ? [] : [path])].join(delimiter);
}

function* foldersUp(folder: string): Generator<string> {
  for (let place = folder; ; place = dirname(place)) {
    yield place;
    if (dirname(place) === place) return;
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageManager } from './package-manager.ts';

/** Packages whose build scripts the package manager did not run, because nobody has approved them. */
export interface Unbuilt {
  /** `name@version`, as the package manager names them. */
  readonly packages: readonly string[];
  /** The command that approves them. */
  readonly approve: string;
}

/** pnpm from version 11 on ends with this when all is installed and build scripts were not run. */
const ignoredBuilds = 'ERR_PNPM_IGNORED_BUILDS';

/** Whether a line that a package manager prints is of those that the others here ask for. */
export function isAboutBuilds(line: string): boolean {
  return /ERR_PNPM_|Ignored build scripts|^npm warn install-scripts/.test(line);
}

/** Whether what looks like a failed installation is a whole one, in which build scripts were not run. */
export function isInstalledUnbuilt({ tool }: Pick<PackageManager, 'tool'>, said: readonly string[]): boolean {
  const codes = said.flatMap((line) => line.match(/ERR_PNPM_\w+/g) ?? []);
  return tool === 'pnpm' && codes.length > 0 && codes.every((code) => code === ignoredBuilds);
}

/** What the installation at `path` did not build. `said`: lines that the package manager printed. */
export async function unbuiltPackages(
  path: string,
  { tool }: Pick<PackageManager, 'tool'>,
  said: readonly string[],
): Promise<Unbuilt | undefined> {
  if (tool === 'npm') return found(npmNames(said), 'npm install-scripts approve');
  return tool === 'pnpm' ? found(await pnpmNames(path, said), 'pnpm approve-builds') : undefined;
}

function found(packages: readonly string[], command: string): Unbuilt | undefined {
  if (packages.length === 0) return undefined;
  // pnpm shows them and asks; npm wants their names.
  const names = command.startsWith('npm ') ? packages.map((one) => ` ${one.replace(/(?<=.)@.*$/, '')}`) : [];
  return { packages, approve: `${command}${names.join('')}` };
}

function npmNames(said: readonly string[]): readonly string[] {
  return said.flatMap((line) => /^npm warn install-scripts {3}(\S+@\S+) \(/.exec(line)?.[1] ?? []);
}

/** From pnpm's own notes, which every version since 10 keeps as JSON; what it prints is wrapped and cut. */
async function pnpmNames(path: string, said: readonly string[]): Promise<readonly string[]> {
  const noted = await readFile(join(path, 'node_modules', '.modules.yaml'), 'utf8').then(namesInNotes, () => []);
  if (noted.length > 0 || !isInstalledUnbuilt({ tool: 'pnpm' }, said)) return noted;
  const printed = said.flatMap((line) => /Ignored build scripts: (.+)/.exec(line)?.[1] ?? [])[0];
  return printed?.split(', ').map((name) => name.trim().replace(/\.$/, '')) ?? ['packages that pnpm did not name'];
}

function namesInNotes(text: string): readonly string[] {
  try {
    const { ignoredBuilds: names } = JSON.parse(text) as { ignoredBuilds?: unknown };
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

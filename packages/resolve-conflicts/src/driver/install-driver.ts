import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { git, openRepository, writeFileAtomic } from '@cdev/git';

const name = 'cdev-resolve-conflicts';
const begin = `# ${name}: begin`;
const end = `# ${name}: end`;

const types = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'json', 'jsonc', 'yaml', 'yml', 'md'];
/** Kinds of files whose structure is known. Lock files stay with git: they are written anew, not merged. */
export const driverPatterns: readonly string[] = types.map((type) => `*.${type}`);
const excluded = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml'];

export interface InstallDriverOptions {
  /** Patterns of gitattributes; empty for `driverPatterns`. */
  readonly patterns: readonly string[];
  /** How git starts the driver; default: by name when it is on PATH, else by its place. */
  readonly command: string | undefined;
  readonly isDryRun: boolean;
}

export interface InstalledDriver {
  readonly outcome: 'installed' | 'unchanged' | 'removed' | 'absent';
  /** The repository's own attributes file. */
  readonly file: string;
  /** What git runs. */
  readonly driver?: string;
  readonly patterns: readonly string[];
  readonly isDryRun: boolean;
}

/** Has git merge files of known structure through this script, in this repository and all its worktrees. Run again it changes nothing. */
export async function installDriver(
  { patterns, command, isDryRun }: InstallDriverOptions,
  context: Context,
): Promise<Outcome<InstalledDriver>> {
  const { commonDir } = await openRepository(context.cwd);
  const chosen = patterns.length === 0 ? driverPatterns : patterns;
  const driver = `${command ?? (await findCommand(context))} merge-file %O %A %B %P --marker-size %L`;
  const file = attributesFile(commonDir);
  const before = await readText(file);
  const block = [
    begin,
    ...chosen.map((pattern) => `${pattern} merge=cdev`),
    ...excluded.map((path) => `${path} !merge`),
    end,
  ];
  const after = `${withoutBlock(before)}${block.join('\n')}\n`;
  const isSame = before === after && (await configured(commonDir)) === driver;
  if (!isDryRun && !isSame) {
    await git(commonDir, ['config', 'merge.cdev.name', 'merge by structure (cdev)']);
    await git(commonDir, ['config', 'merge.cdev.driver', driver]);
    // Ancestors of a criss-cross history are merged as text: nobody looks at those results.
    await git(commonDir, ['config', 'merge.cdev.recursive', 'text']);
    // Last, because attributes that name a driver which is not there yet would fail every merge.
    await writeAttributes(commonDir, after);
  }
  return {
    result: { outcome: isSame ? 'unchanged' : 'installed', file, driver, patterns: chosen, isDryRun },
    status: 'ok',
  };
}

/** Takes out what `installDriver` put in, and nothing else. */
export async function uninstallDriver(
  { isDryRun }: { readonly isDryRun: boolean },
  context: Context,
): Promise<Outcome<InstalledDriver>> {
  const { commonDir } = await openRepository(context.cwd);
  const file = attributesFile(commonDir);
  const before = await readText(file);
  const after = withoutBlock(before);
  const isThere = before !== after || (await configured(commonDir)) !== undefined;
  if (!isDryRun && before !== after) await writeAttributes(commonDir, after);
  if (!isDryRun) await git(commonDir, ['config', '--remove-section', 'merge.cdev'], { allowFailure: true });
  return { result: { outcome: isThere ? 'removed' : 'absent', file, patterns: [], isDryRun }, status: 'ok' };
}

function attributesFile(commonDir: string): string {
  return join(commonDir, 'info', 'attributes');
}

async function writeAttributes(commonDir: string, text: string): Promise<void> {
  await mkdir(join(commonDir, 'info'), { recursive: true });
  await writeFileAtomic(attributesFile(commonDir), text);
}

function withoutBlock(text: string): string {
  const start = text.indexOf(`${begin}\n`);
  const stop = text.indexOf(`${end}\n`, start);
  const rest = start === -1 || stop === -1 ? text : text.slice(0, start) + text.slice(stop + end.length + 1);
  return rest === '' || rest.endsWith('\n') ? rest : `${rest}\n`;
}

async function configured(commonDir: string): Promise<string | undefined> {
  const args = ['config', '--get', 'merge.cdev.driver'];
  const { ok, stdout } = await git(commonDir, args, { isQuestion: true, allowFailure: true });
  return ok ? stdout.trim() : undefined;
}

/** The name where every shell finds it; else this very installation. */
async function findCommand({ cwd, env, signal }: Context): Promise<string> {
  try {
    await requireTool(name, { cwd, env, signal, hint: '' });
    return name;
  } catch (error) {
    if (!isCdevError(error)) throw error;
    const bin = fileURLToPath(new URL(`../../bin/${name}.js`, import.meta.url));
    return [process.execPath, bin].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

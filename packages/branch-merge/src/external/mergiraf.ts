import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { checkMerged, type MergeStep } from '@cdev/structured-merge';
import type { ThreeTexts } from '../conflict/resolve-content.ts';

/** Where a program is looked for, and what stops it. */
export interface ExternalMerge {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ExternalResult {
  /** Undefined when it is not there, left a conflict, or made something that does not pass the checks. */
  readonly content: string | undefined;
  /** What is told of it; undefined when it is not there. */
  readonly step: Pick<MergeStep, 'outcome' | 'reason'> | undefined;
}

const timeLimit = 15_000;

/** Paths on which it was not found: it is not asked for again for every file. */
const absent = new Set<string>();

/**
 * What mergiraf, where it is on the PATH, makes of what structure leaves open: `mergiraf merge <base> <left> <right> -p <path> -o <result>`, which ends
 * with 0 when no conflict is left. What it makes has to pass the checks of every merge here.
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function mergeByMergiraf(texts: ThreeTexts, { env, signal }: ExternalMerge): Promise<ExternalResult> {
  const place = env?.['PATH'] ?? '';
  if (absent.has(place)) return { content: undefined, step: undefined };
  const folder = await mkdtemp(join(tmpdir(), 'cdev-mergiraf-'));
  try {
    const files = await writeVersions(folder, texts);
    const settings = { cwd: folder, env, signal, timeLimit, allowFailure: true };
    const made = join(folder, 'result');
    const { ok, exitCode, timedOut } = await run(
      'mergiraf',
      ['merge', ...files, '-p', texts.path, '-o', made],
      settings,
    );
    if (timedOut) return gaveWay('It took too long');
    if (!ok) return gaveWay(exitCode === 1 ? 'It leaves a conflict' : 'It failed');
    const content = await readFile(made, 'utf8').catch(() => undefined);
    if (content === undefined) return gaveWay('It wrote nothing');
    const problem = checkMerged(texts, content);
    if (problem !== undefined) return { content: undefined, step: { outcome: 'refused', reason: problem } };
    return { content, step: { outcome: 'won', reason: 'mergiraf merged it' } };
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw error;
    absent.add(place);
    return { content: undefined, step: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function gaveWay(reason: string): ExternalResult {
  return { content: undefined, step: { outcome: 'gave way', reason } };
}

async function writeVersions(folder: string, { path, base = '', ours, theirs }: ThreeTexts): Promise<string[]> {
  const versions = { base, left: ours, right: theirs };
  const files = Object.entries(versions).map(
    ([name, text]) => [join(folder, `${name}-${basename(path)}`), text] as const,
  );
  for (const [file, text] of files) await writeFile(file, text);
  return files.map(([file]) => file);
}

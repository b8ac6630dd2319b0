import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { ConflictHunk } from '@cdev/structured-merge';
import { decisionText, keyOf, knownConflict, parseDecision, type RememberedDecision } from './remembered-decision.ts';

/** What was decided before, for all worktrees of a repository. */
export interface ResolutionMemory {
  /** Undefined when the same piece was never in conflict, or what is kept of it is damaged. */
  find(hunk: ConflictHunk): Promise<RememberedDecision | undefined>;
  /** Files that were asked for and could not be read. */
  readonly damaged: ReadonlySet<string>;
}

/** Characters of a conflict with its decision above which it is not kept. */
const mostCharacters = 65_536;
/** What has been neither made nor used for so long is forgotten. */
const mostDays = 180;
const mostDecisions = 2000;

/** `<common git dir>/cdev/resolutions/remembered`. */
export function memoryFolder(commonDir: string): string {
  return join(commonDir, 'cdev', 'resolutions', 'remembered');
}

/** The memory of a repository, by its common git directory. Reading it never fails: what is not there or damaged is not known. */
export function openMemory(commonDir: string): ResolutionMemory {
  const folder = memoryFolder(commonDir);
  const damaged = new Set<string>();
  return {
    damaged,
    find: async (hunk) => {
      const key = keyOf(knownConflict(hunk));
      const file = join(folder, `${key}.json`);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const decision = parseDecision(text, key);
      if (decision === undefined) damaged.add(file);
      else await markUsed(file);
      return decision;
    },
  };
}

/** What is used stays; where nothing can be written it is used all the same. */
async function markUsed(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

/**
 * Keeps decisions, each in a file of its own that is written whole: writers at the same time are in nobody's way, and of one conflict
 * decided twice the later decision stays.
 * @returns how many were not known.
 */
export async function rememberDecisions(commonDir: string, decisions: readonly RememberedDecision[]): Promise<number> {
  const folder = memoryFolder(commonDir);
  let count = 0;
  for (const decision of decisions) {
    const key = keyOf(decision);
    const file = join(folder, `${key}.json`);
    const text = decisionText(decision);
    if (text.length > mostCharacters) continue;
    const known = parseDecision(await readFile(file, 'utf8').catch(() => ''), key);
    if (known !== undefined && isKnownBetter(known, decision)) continue;
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(file, text);
    if (known?.decided !== decision.decided) count += 1;
  }
  if (count > 0) await forgetOld(folder);
  return count;
}

function isKnownBetter(known: RememberedDecision, decision: RememberedDecision): boolean {
  if (known.decided === decision.decided && known.commit !== undefined) return true;
  return Date.parse(known.at) > Date.parse(decision.at);
}

async function forgetOld(folder: string): Promise<void> {
  const oldest = Date.now() - mostDays * 86_400_000;
  const kept: { file: string; used: number }[] = [];
  for (const file of await filesIn(folder)) {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined) kept.push({ file, used: found.mtimeMs });
  }
  const byUse = kept.toSorted((a, b) => b.used - a.used);
  for (const [at, { file, used }] of byUse.entries())
    if (at >= mostDecisions || used < oldest) await rm(file, { force: true });
}

export interface ForgetDecisionsOptions {
  /** Which to forget; all without it, and damaged ones too. */
  readonly which?: ((decision: RememberedDecision) => boolean) | undefined;
  readonly isDryRun?: boolean | undefined;
}

/** Forgets decisions. @returns how many there were; with `isDryRun` nothing is removed. */
export async function forgetDecisions(
  commonDir: string,
  { which, isDryRun = false }: ForgetDecisionsOptions = {},
): Promise<number> {
  let count = 0;
  for (const file of await filesIn(memoryFolder(commonDir))) {
    const decision = which && (await readDecision(file));
    if (which && !(decision && which(decision))) continue;
    if (!isDryRun) await rm(file, { force: true });
    count += 1;
  }
  return count;
}

async function readDecision(file: string): Promise<RememberedDecision | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return parseDecision(text, /(?<key>[0-9a-f]{40})\.json$/.exec(file)?.groups?.['key'] ?? '');
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{40}\.json$/.test(name)).map((name) => join(folder, name));
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findIgnore, fingerprint, levelOf, type SecurityIssue, type Severity } from '@cdev/security-issue';
import type { ShellText } from './shell-text.ts';
import { settingsReader } from './shellcheck-settings.ts';

export interface AskShellcheckOptions {
  /** The top folder; the settings of shellcheck hold as they lie below it. */
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
  /** Default: `shellcheck`. */
  readonly program?: string | undefined;
}

export interface ShellcheckAnswer {
  /** What was found; nothing for a script that it could not read. */
  readonly issues: ReadonlyMap<ShellText, readonly SecurityIssue[]>;
  /** Why some were not looked at. */
  readonly gaps: readonly string[];
}

/** What of shellcheck endangers somebody; the rest is style and portability, which others watch over. */
const told: Readonly<Record<number, Severity>> = {
  2024: 'low',
  2029: 'low',
  2038: 'medium',
  2045: 'low',
  2068: 'low',
  2087: 'low',
  2091: 'medium',
  2114: 'high',
  2115: 'high',
  2164: 'low',
  2294: 'medium',
};
/** Scripts for one process: its command line has an end, and what makes it fail costs no more than these. */
const batchSize = 200;
const timeLimit = 60_000;

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

interface Written {
  /** Those that are the same, as workflows are copied: they are looked at once. */
  readonly scripts: ShellText[];
  readonly file: string;
  /** Lines that were put before its text. */
  readonly added: number;
}

/**
 * Asks shellcheck about scripts, all by one process (of very many by a few); undefined when it is not installed or another program has its name. The texts
 * are handed over in a folder of their own, beside the settings that hold for each.
 * @see https://www.shellcheck.net/wiki/
 */
export async function askShellcheck(
  scripts: readonly ShellText[],
  options: AskShellcheckOptions,
): Promise<ShellcheckAnswer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-shellcheck-')).catch(({ code }: NodeJS.ErrnoException) => ({
    code,
  }));
  if (typeof folder !== 'string')
    return { issues: new Map(), gaps: [`shellcheck was not asked: no folder for temporary files (${folder.code})`] };
  try {
    const written = await writeScripts(scripts, folder, options.root);
    const issues = new Map<ShellText, readonly SecurityIssue[]>();
    const gaps: string[] = [];
    for (let at = 0; at < written.length; at += batchSize) {
      const batch = written.slice(at, at + batchSize);
      const { comments, failure } = await run(batch, folder, options);
      if (failure === 'not there' && at === 0) return undefined;
      if (!comments) gaps.push(`shellcheck gave no answer about ${namesOf(batch)} (${failure})`);
      const byFile = Map.groupBy(comments ?? [], ({ file }) => file);
      for (const { scripts: same, file, added } of batch)
        for (const script of same) issues.set(script, issuesOf(script, added, byFile.get(file) ?? []));
    }
    return { issues, gaps };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function namesOf([first, ...others]: readonly Written[]): string {
  return `${first?.scripts[0]?.path}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** One folder for each settings file, with the scripts for which it holds. */
async function writeScripts(scripts: readonly ShellText[], folder: string, root: string): Promise<Written[]> {
  const settingsFor = settingsReader(root);
  const folders = new Map<string, string>();
  const written = new Map<string, Written>();
  for (const script of scripts) {
    const settings = await settingsFor(dirname(script.path));
    let place = folders.get(settings);
    if (place === undefined) {
      place = String(folders.size);
      folders.set(settings, place);
      await mkdir(join(folder, place));
      // An empty one too: else those of the user's home would hold, and what is found would differ from machine to machine.
      await writeFile(join(folder, place, '.shellcheckrc'), settings);
    }
    const text = script.seen ?? script.text;
    const isNamed = text.startsWith('#!');
    const first = `#!/bin/${script.interpreter ?? 'bash'}${script.stopsOnError ? ' -e' : ''}\n`;
    const content = isNamed ? text : first + text;
    const key = `${place} ${isNamed} ${content}`;
    const known = written.get(key);
    if (known) {
      known.scripts.push(script);
      continue;
    }
    const file = `${place}/${written.size}`;
    await writeFile(join(folder, file), content);
    written.set(key, { scripts: [script], file, added: isNamed ? 0 : 1 });
  }
  return [...written.values()];
}

async function run(
  batch: readonly Written[],
  cwd: string,
  { signal, program = 'shellcheck' }: AskShellcheckOptions,
): Promise<{ comments?: readonly Comment[]; failure?: string }> {
  const include = Object.keys(told)
    .map((code) => `SC${code}`)
    .join(',');
  const args = ['--format', 'json1', '--include', include, '--', ...batch.map(({ file }) => file)];
  const options = { cwd, timeout: timeLimit, maxBuffer: 100_000_000, ...(signal && { signal }) };
  const { error, output } = await new Promise<{
    error: (Error & { code?: unknown; killed?: boolean }) | null;
    output: string;
  }>((resolve) => {
    execFile(program, args, options, (failed, stdout) => resolve({ error: failed, output: stdout }));
  });
  signal?.throwIfAborted();
  // It ends with 1 when it found something, with 2 when it could not read one of the files.
  const comments = error === null || error.code === 1 || error.code === 2 ? commentsIn(output) : undefined;
  if (comments) return { comments };
  if (error?.killed === true) return { failure: `not within ${timeLimit / 1000} s` };
  return { failure: typeof error?.code === 'number' ? `it ended with ${error.code}` : 'not there' };
}

function commentsIn(output: string): readonly Comment[] | undefined {
  try {
    const { comments } = JSON.parse(output) as { comments?: unknown };
    return Array.isArray(comments) ? (comments as Comment[]) : undefined;
  } catch {
    return undefined;
  }
}

function issuesOf(script: ShellText, added: number, comments: readonly Comment[]): SecurityIssue[] {
  const { path, text, placeOf, check = 'code' } = script;
  const lines = text.split(/\r?\n/);
  const seen = new Map<string, number>();
  return comments
    .filter(({ line }) => line > added)
    .map(({ line: at, column, code, message }): SecurityIssue => {
      const line = at - added;
      const ruleId = `shellcheck-${code}`;
      const context = lines[line - 1] ?? '';
      const key = `${ruleId} ${context}`;
      const occurrence = seen.get(key) ?? 0;
      seen.set(key, occurrence + 1);
      const severity = severityOf(code);
      const ignored = findIgnore(lines, line, ruleId);
      const place = placeOf?.({ line, column }) ?? { line, column };
      return {
        check,
        ruleId,
        title: message.replace(/\.$/, ''),
        level: levelOf(severity, 'medium'),
        severity,
        confidence: 'medium',
        reasons: ['shellcheck says so'],
        places: [{ path, ...place, note: context.trim().slice(0, 100) }],
        mend: { text: `Do what shellcheck advises for SC${code}` },
        url: `https://www.shellcheck.net/wiki/SC${code}`,
        fingerprint: fingerprint({ ruleId, context, path, occurrence }),
        ...(ignored !== undefined && { ignored }),
      };
    });
}

function severityOf(code: number): Severity {
  return told[code] ?? 'low';
}

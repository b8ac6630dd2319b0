import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { SecurityIssue } from '@cdev/security-issue';
import { roleReader } from './package-role.ts';
import { loadJudge } from './regex/judge-regex.ts';
import { createSourceScanner } from './scan-source.ts';
import { componentScript } from './syntax/component-script.ts';
import { dockerfilePath, embeddedScripts, manifestPath } from './shell/embedded-scripts.ts';
import { makefilePath } from './shell/make-recipes.ts';
import { scanScripts } from './shell/scan-scripts.ts';
import type { ShellText } from './shell/shell-text.ts';

export interface ScanCodeOptions {
  /** The top folder; paths are told from here. */
  readonly root: string;
  /** The files, from the root, with `/`; those that are no code are left out. */
  readonly paths: readonly string[];
  /** The text of a file in the version to compare with: what was there already is not told. */
  readonly before?: (path: string) => Promise<string | undefined>;
  /** Where a text is taken from, when it is not the file that is there. */
  readonly read?: (path: string) => Promise<string | undefined>;
  /** The program that is asked about shell scripts too. Default: `shellcheck`. */
  readonly shellchecker?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface CodeScan {
  readonly issues: readonly SecurityIssue[];
  readonly gaps: readonly string[];
  /** How many files were looked at. */
  readonly files: number;
  /** Files that no person wrote: minified, or larger than a source is. */
  readonly generated: number;
  /** Whether shellcheck was asked about the shell scripts too; undefined when there are none. */
  readonly shellcheck: 'asked' | 'not run' | undefined;
}

/** Larger is no source. */
const largest = 2 * 1024 * 1024;
const scriptPath = /\.([cm]?[jt]s|[jt]sx)$/;
const componentPath = /\.(vue|svelte|astro)$/;
const runtime = /\b(node|nodejs|bun|deno|tsx|ts-node|zx)\b/;
const shellPath = /\.(sh|bash|zsh|ksh)$/;
const skipped =
  /(^|\/)(node_modules|\.git|vendor|third_party|\.yarn)\/|\.d\.[cm]?ts$|\.min\.[cm]?js$|(^|\/)\.pnp\.c?js$/;

/** Looks at the JavaScript, TypeScript and shell scripts among the files, also in components of Vue, Svelte and Astro, in Dockerfiles, Makefiles and the scripts of packages; a file without an ending is a shell script when it says so. */
export async function scanCode({
  root,
  paths,
  before,
  read,
  shellchecker,
  signal,
  onProgress,
}: ScanCodeOptions): Promise<CodeScan> {
  const scanSource = createSourceScanner(await loadJudge());
  const roleOf = roleReader(
    async (path) => (await read?.(path)) ?? readFile(join(root, path), 'utf8').catch(() => undefined),
  );
  const issues: SecurityIssue[] = [];
  const gaps: string[] = [];
  const scripts: ShellText[] = [];
  let files = 0;
  let generated = 0;
  const wanted = paths.filter((path) => !skipped.test(path) && kindOf(path) !== undefined);
  for (const [at, path] of wanted.entries()) {
    if (at % 100 === 0) {
      onProgress?.(at, wanted.length);
      // A key that ends the program, and progress, wait for a pause.
      await breathe();
      signal?.throwIfAborted();
    }
    const text = read ? await read(path) : textAt(join(root, path), path, gaps);
    const kind = text === undefined ? undefined : kindOf(path) === 'unnamed' ? kindOfText(path, text) : kindOf(path);
    if (text === undefined || kind === undefined) continue;
    if (kind !== 'embedded' && (text.length > largest || isMinified(text))) {
      generated += 1;
      continue;
    }
    files += 1;
    if (kind === 'shell') {
      scripts.push({ path, text });
      continue;
    }
    if (kind === 'embedded') {
      const embedded = embeddedScripts(path, text);
      if (embedded.length === 0) files -= 1;
      scripts.push(...embedded);
      continue;
    }
    const programIn = (whole: string): string => (componentPath.test(path) ? componentScript(path, whole) : whole);
    const role = await roleOf(path, text);
    const { issues: found, gap } = scanSource({ path, text: programIn(text), ...role });
    if (gap !== undefined) gaps.push(gap);
    const old = found.length > 0 ? await before?.(path) : undefined;
    issues.push(...newOnes(found, old === undefined ? [] : scanSource({ path, text: programIn(old), ...role }).issues));
  }
  // All together: a program is started once, and not for each.
  const asked = { root, signal, program: shellchecker };
  const scanned = await scanScripts(scripts, asked);
  const older = new Map<string, readonly ShellText[]>();
  for (const [{ path }, found] of before ? scanned.issues : []) {
    const text = found.length > 0 && !older.has(path) ? await before?.(path) : undefined;
    if (text !== undefined)
      older.set(path, kindOf(path) === 'embedded' ? embeddedScripts(path, text) : [{ path, text }]);
  }
  const known = await scanScripts([...older.values()].flat(), asked);
  for (const [{ path }, found] of scanned.issues)
    issues.push(
      ...newOnes(
        found,
        (older.get(path) ?? []).flatMap((old) => known.issues.get(old) ?? []),
      ),
    );
  return {
    issues,
    gaps: [...gaps, ...scanned.gaps, ...known.gaps],
    files,
    generated,
    shellcheck: scanned.shellcheck,
  };
}

function newOnes(found: readonly SecurityIssue[], old: readonly SecurityIssue[]): readonly SecurityIssue[] {
  const known = new Set(old.map(({ fingerprint }) => fingerprint));
  return found.filter(({ fingerprint }) => !known.has(fingerprint));
}

function kindOf(path: string): 'script' | 'shell' | 'embedded' | 'unnamed' | undefined {
  if (scriptPath.test(path) || componentPath.test(path)) return 'script';
  if (shellPath.test(path)) return 'shell';
  if (dockerfilePath.test(path) || manifestPath.test(path) || makefilePath.test(path)) return 'embedded';
  return /(^|\/)[\w-]+$/.test(path) && !/(^|\/)(LICEN[CS]E|README|CHANGELOG|CODEOWNERS|NOTICE|AUTHORS)$/i.test(path)
    ? 'unnamed'
    : undefined;
}

/** What reads a file without an ending, by its first line; git runs hooks of husky as shell scripts without one. */
function kindOfText(path: string, text: string): 'script' | 'shell' | undefined {
  const first = /^#!.*/.exec(text.slice(0, 120))?.[0];
  if (first === undefined) return /(^|\/)\.husky\/[\w-]+$/.test(path) ? 'shell' : undefined;
  if (/\b(ba|z|da|k)?sh\b/.test(first)) return 'shell';
  return runtime.test(first) ? 'script' : undefined;
}

/** Text in lines that nobody writes. */
function isMinified(text: string): boolean {
  if (text.length < 5000) return false;
  const lines = text.split('\n').length;
  return text.length / lines > 300;
}

/** UTF-8, or UTF-16 that says so, as editors on Windows write it. */
function textOf(bytes: Buffer): string {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return bytes.toString('utf8');
  return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes);
}

/** At once: for a hundred thousand small files the way through the pool of threads costs more than the reading. */
function textAt(file: string, path: string, gaps: string[]): string | undefined {
  try {
    const found = statSync(file);
    if (!found.isFile()) return undefined;
    if (found.size > largest * 4) {
      if (kindOf(path) !== 'unnamed') gaps.push(`${path} is larger than ${(largest * 4) / 1024 / 1024} MB`);
      return undefined;
    }
    const text = textOf(readFileSync(file));
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    // Listed with something else for the bytes that are no letters.
    if (code === 'ENOENT' && path.includes('\uFFFD'))
      gaps.push(`${path} has a name that is not in UTF-8, by which it cannot be opened`);
    // A link to nowhere is no file.
    else if (code !== 'ENOENT' && code !== 'ELOOP') gaps.push(`${path} cannot be read (${code})`);
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { findIgnore, fingerprint, levelOf, type SecurityIssue, type Severity } from '@cdev/security-issue';

export interface ShellFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
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

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

/**
 * Asks shellcheck about one script; undefined when it is not installed or gives no answer. The script is handed over as text, from its own folder, so
 * that the settings of the repository hold.
 * @see https://www.shellcheck.net/wiki/
 */
export async function askShellcheck(
  root: string,
  { path, text }: ShellFile,
  {
    signal,
    program = 'shellcheck',
  }: { readonly signal?: AbortSignal | undefined; readonly program?: string | undefined } = {},
): Promise<readonly SecurityIssue[] | undefined> {
  const shell = text.startsWith('#!') ? [] : ['--shell', 'bash'];
  const output = await new Promise<string | undefined>((resolve) => {
    const args = [
      '--format',
      'json1',
      '--include',
      Object.keys(told)
        .map((code) => `SC${code}`)
        .join(','),
      ...shell,
      '-',
    ];
    const options = {
      cwd: join(root, dirname(path)),
      timeout: 20_000,
      maxBuffer: 10_000_000,
      ...(signal && { signal }),
    };
    // It ends with 1 when it found something.
    const child = execFile(program, args, options, (error, stdout) =>
      resolve(error === null || error.code === 1 ? stdout : undefined),
    );
    child.stdin?.on('error', () => undefined).end(text);
  });
  const comments = output === undefined ? undefined : commentsIn(output);
  if (comments === undefined) return undefined;
  const lines = text.split(/\r?\n/);
  const seen = new Map<string, number>();
  return comments.map(({ line, column, code, message }): SecurityIssue => {
    const ruleId = `shellcheck-${code}`;
    const context = lines[line - 1] ?? '';
    const key = `${ruleId} ${context}`;
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const severity = told[code] ?? 'low';
    const ignored = findIgnore(lines, line, ruleId);
    return {
      check: 'code',
      ruleId,
      title: message.replace(/\.$/, ''),
      level: levelOf(severity, 'medium'),
      severity,
      confidence: 'medium',
      reasons: ['shellcheck says so'],
      places: [{ path, line, column, note: context.trim().slice(0, 100) }],
      mend: { text: `Do what shellcheck advises for SC${code}` },
      url: `https://www.shellcheck.net/wiki/SC${code}`,
      fingerprint: fingerprint({ ruleId, context, path, occurrence }),
      ...(ignored !== undefined && { ignored }),
    };
  });
}

function commentsIn(output: string): readonly Comment[] | undefined {
  try {
    const { comments } = JSON.parse(output) as { comments?: unknown };
    return Array.isArray(comments) ? (comments as Comment[]) : undefined;
  } catch {
    return undefined;
  }
}

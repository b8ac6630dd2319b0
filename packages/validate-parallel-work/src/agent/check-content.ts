import { git } from '@cdev/git';
import { commitVerdict, scanText } from '@cdev/secret-scan';
import { hasConflictMarkers } from '@cdev/structured-merge';
import type { Finding } from '../finding.ts';

interface AddedLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const scripts = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const isTest = (path: string): boolean => /(?:^|\/)(?:__tests__|tests?|spec)\/|\.(?:test|spec)\./.test(path);

/** What should not stay in finished work, looked for in the lines that the agent added: what was there before is not its doing. */
export async function checkContent(cwd: string, base: string, commit: string): Promise<Finding[]> {
  const added = await addedLines(cwd, base, commit);
  const byPath = Map.groupBy(added, ({ path }) => path);
  const findings: Finding[] = [];
  for (const [path, lines] of byPath) {
    if (hasConflictMarkers(lines.map(({ text }) => text).join('\n'))) {
      const first = lines.find(({ text }) => text.startsWith('<<<<<<<'));
      findings.push({
        rule: 'conflict-marker',
        severity: 'error',
        path,
        ...(first && { line: first.line }),
        message: `${path} has conflict markers`,
      });
    }
    findings.push(...credentials(path, lines));
    for (const { line, text } of lines) findings.push(...lineFindings(path, line, text));
  }
  return findings;
}

/** In all added lines of a file together: keys take several. What is surely an example is not told. */
function credentials(path: string, lines: readonly AddedLine[]): Finding[] {
  const bytes = Buffer.from(lines.map(({ text }) => text).join('\n'));
  return scanText({ path, bytes }).flatMap((finding): Finding[] => {
    const verdict = commitVerdict(finding);
    if (verdict === 'pass') return [];
    const line = lines[finding.line - 1]?.line ?? 1;
    return [
      {
        path,
        line,
        rule: 'credential',
        severity: verdict === 'refuse' ? 'error' : 'warning',
        message: `${path}:${line} looks like ${finding.title} (${finding.level}: ${finding.reasons.join('; ')})`,
      },
    ];
  });
}

function lineFindings(path: string, line: number, text: string): Finding[] {
  const place = { path, line };
  const focused =
    scripts.test(path) && /\b(?:describe|it|test|suite)\.only\s*\(|\bfdescribe\s*\(|\bfit\s*\(/.test(text);
  const debugging =
    focused ||
    (scripts.test(path) && /^\s*debugger;?\s*$/.test(text)) ||
    (scripts.test(path) && !isTest(path) && /\bconsole\.(?:debug|trace)\s*\(/.test(text));
  const open = /\b(?:TODO|FIXME|XXX)\b/.test(text) && !/\.(?:md|mdx|txt)$/.test(path);
  return [
    ...(debugging
      ? [
          {
            ...place,
            rule: 'debugging-leftover' as const,
            severity: focused ? ('error' as const) : ('warning' as const),
            message: `${path}:${line} ${focused ? 'runs only some of the tests' : 'was left from debugging'}`,
          },
        ]
      : []),
    ...(open
      ? [
          {
            ...place,
            rule: 'open-task' as const,
            severity: 'warning' as const,
            message: `${path}:${line} leaves a task open: ${text.trim().slice(0, 80)}`,
          },
        ]
      : []),
  ];
}

/** Lines added between two commits with their numbers in the new file, from a diff without context. */
async function addedLines(cwd: string, base: string, commit: string): Promise<AddedLine[]> {
  const { stdoutBytes } = await git(
    cwd,
    [
      '-c',
      'core.quotePath=false',
      'diff',
      '--no-color',
      '--no-ext-diff',
      '--no-renames',
      '-U0',
      '--src-prefix=a/',
      '--dst-prefix=b/',
      base,
      commit,
    ],
    {
      isQuestion: true,
      maxOutput: 64_000_000,
    },
  );
  const added: AddedLine[] = [];
  let path = '';
  let line = 0;
  let isHeader = true;
  for (const text of stdoutBytes.toString('utf8').split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (text.startsWith('diff --git ')) isHeader = true;
    else if (isHeader && text.startsWith('+++ ')) path = text.replace(/^\+\+\+ "?b\//, '').replace(/"?\t?$/, '');
    else if (hunk) {
      line = Number(hunk[1]);
      isHeader = false;
    } else if (!isHeader && text.startsWith('+')) {
      added.push({ path, line, text: text.slice(1) });
      line += 1;
    }
  }
  return added;
}

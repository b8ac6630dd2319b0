import { spawnSync } from 'node:child_process';

export interface CommitsToImport {
  readonly branch: string;
  readonly count: number;
  /** Seconds since 1970 of the first one; each later one comes a second after. */
  readonly from: number;
  /** What the n-th commit makes of one of seven files; without it none changes anything. */
  readonly textOf?: (at: number) => string;
}

/** Commits on top of HEAD by one git: a run of git for each is what a busy machine has no time for. */
export function importCommits(path: string, { branch, count, from, textOf }: CommitsToImport): void {
  const commits = Array.from({ length: count }, (_, at) => {
    const text = textOf?.(at);
    const head = `commit refs/heads/${branch}\ncommitter A <a@example.org> ${from + at} +0000\ndata 1\nx\n`;
    const change = text === undefined ? '' : `M 644 inline f${at % 7}.ts\ndata ${text.length}\n${text}\n`;
    return `${head}${at === 0 ? 'from HEAD\n' : ''}${change}`;
  });
  const { status, stderr } = spawnSync('git', ['-C', path, 'fast-import', '--quiet'], { input: commits.join('') });
  if (status !== 0) throw new Error(String(stderr));
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LargeRepository extends Disposable {
  /** Emptied at the end. On a RAM disk where there is one: the times of a disk vary more than what is compared. */
  readonly folder: string;
  readonly repository: string;
}

/** A clone of `source`, or without one 5,000 files of ten kilobytes in 50 folders, all different. */
export function largeRepository(source: string | undefined): LargeRepository {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cdev-bench-'));
  const repository = join(folder, 'repository');
  if (source === undefined) generate(repository);
  else execFileSync('git', ['clone', '--quiet', '--no-hardlinks', source, repository]);
  return { folder, repository, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function generate(repository: string): void {
  for (let at = 0; at < 5000; at += 1) {
    const folder = join(repository, `package-${at % 50}`, 'src');
    if (at < 50) mkdirSync(folder, { recursive: true });
    const line = (row: number): string =>
      `export const value${at}x${row} = ${(at * 7919 + row * 104_729) % 1_000_003};`;
    writeFileSync(join(folder, `file-${at}.ts`), Array.from({ length: 250 }, (_, row) => line(row)).join('\n'));
  }
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message', 'Begin'],
    ['gc', '--quiet'],
  ])
    git(repository, ...args);
}

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 100_000_000 });
}

import { renameSync, rmSync, statSync } from 'node:fs';

export interface RotationOptions {
  /** Size in bytes from which the file is set aside. */
  readonly maxBytes: number;
  /** How many old files stay: `<file>.1` is the newest. */
  readonly keep: number;
}

/** Sets a full log aside before it is opened. A missing file is nothing to do; other failures are the caller's to swallow. */
export function rotate(file: string, { maxBytes, keep }: RotationOptions): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maxBytes) return;
  rmSync(`${file}.${keep}`, { force: true });
  for (let age = keep - 1; age >= 1; age -= 1) {
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false })) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  renameSync(file, `${file}.1`);
}

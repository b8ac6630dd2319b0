export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** Why a file or folder that was listed could not be opened. */
export function unopened(path: string, error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  // Listed with something else for the bytes that are no letters.
  if (code === 'ENOENT' && path.includes('\uFFFD'))
    return 'has a name that is not in UTF-8, by which it cannot be opened';
  return code === '' ? String(error) : `cannot be read (${code})`;
}

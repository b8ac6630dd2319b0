import { readFile } from 'node:fs/promises';
import { errors } from '../errors.ts';

/** A conflicted file of a batch; its versions are `<id>/base<ext>`, `<id>/ours<ext>` and `<id>/theirs<ext>`. */
export interface BatchFile {
  readonly id: number | string;
  /** Its path in its repository: decides how it is merged. */
  readonly file: string;
  readonly ext: string;
  /** Null when both sides added the file. */
  readonly base: string | null;
}

/** @throws CDEV_E_RESOLVE_MANIFEST_INVALID */
export async function readManifest(manifest: string): Promise<BatchFile[]> {
  const invalid = (line: number, problem: string): Error =>
    errors.make('CDEV_E_RESOLVE_MANIFEST_INVALID', { manifest, line: String(line), problem });
  const text = await readFile(manifest, 'utf8').catch((error: Error) => {
    throw invalid(0, error.message);
  });
  const files: BatchFile[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parseRow(line);
    if (row === undefined) throw invalid(index + 1, 'it is no JSON object with "id", "file" and "ext"');
    files.push(row);
  }
  return files;
}

function parseRow(line: string): BatchFile | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null) return undefined;
  const { id, file, ext, base } = row as Readonly<Record<string, unknown>>;
  // The id names a folder, so it must not lead elsewhere.
  const isName = typeof id === 'number' || (typeof id === 'string' && /^[\w-][\w.-]*$/.test(id));
  if (!isName || typeof file !== 'string' || typeof ext !== 'string' || /[/\\]/.test(ext)) return undefined;
  return { id, file, ext, base: typeof base === 'string' ? base : null };
}

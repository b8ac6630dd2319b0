import { git, type GitPlace } from './git.ts';

/** Stores the bytes as they are (no line-end conversion) and gives their object id. */
export async function writeBlob(place: GitPlace, content: string | Uint8Array): Promise<string> {
  const { stdout } = await git(place, ['hash-object', '-w', '--no-filters', '--stdin'], {
    isQuestion: true,
    input: content,
  });
  return stdout.trim();
}

/** The folders that a path lies in, nearest first, each with a slash at its end; the last is empty. */
export function* foldersAbove(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end + 1);
  yield '';
}

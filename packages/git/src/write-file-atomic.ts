/** Writes a temporary file beside it, flushes it to disk and renames it: a reader sees the old content or the new, whatever happens. The folder must exist. `mode`: octal number, default that of the old file, else 0o666 less the umask. */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array,
  options: { readonly mode?: number | undefined } = {},
): Promise<void> {
  throw new Error('on its way');
}

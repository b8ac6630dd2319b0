/** Bytes as people say them: `812 B`, `14 kB`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function countText(packages: number): string {
  return packages === 0 ? 'no other package' : `${packages} ${packages === 1 ? 'package' : 'packages'}`;
}

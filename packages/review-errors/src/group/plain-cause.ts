/**
 * A message without what differs from case to case: quoted words, paths, addresses, hashes, ids and numbers. Two messages of one cause become the same.
 */
export function plainCause(message: string): string {
  return message
    .split('\n')[0]!
    .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '<address>')
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '<text>')
    .replaceAll(/(?<![\w<])(?:[A-Za-z]:)?(?:\.{0,2}[\\/])[^\s:;,()]+/g, '<path>')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/gi, '<hash>')
    .replaceAll(/\d+(?:\.\d+)*/g, '<n>')
    .trim()
    .slice(0, 300);
}

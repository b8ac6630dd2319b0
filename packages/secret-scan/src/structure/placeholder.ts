/** True for what stands in documentation where a secret would be: a word for it, a variable, dots, crosses. */
export function isPlaceholder(value: string): boolean {
  return /^[$<{%[]|^(?:pass(?:word)?|passwd|pwd|pw|secret|token|key|api_?key|changeme|your.*)$|^[\W_]+$|^(.)\1*$|[^\x20-\x7e]{3}/i.test(
    value,
  );
}

/** A value as GitHub writes it where a text is wanted. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? 'Array' : 'Object';
}

/** An index by its values alone: how wide its numbers are and how its words are found is told to nobody. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...(value as Uint32Array)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => typeof field !== 'function');
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]));
}

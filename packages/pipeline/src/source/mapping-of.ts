/** An environment is a mapping here; one expression for all of it is GitHub's and not ours. */
export function mappingOf(values: unknown): Readonly<Record<string, unknown>> {
  return typeof values === 'object' && values !== null ? (values as Record<string, unknown>) : {};
}

/** Order by code units: the same on every machine, unlike that of a locale. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** For `sort`: by the path of each, by code units. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return inOrder(a.path, b.path);
}

export function matchesPattern(_pattern: string, _path: string): boolean {
  throw new Error('not written yet');
}
export function patternsOverlap(_first: string, _second: string): boolean {
  throw new Error('not written yet');
}

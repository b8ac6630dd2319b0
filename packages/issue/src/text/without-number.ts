/** A heading or line without the number that only counts it: `1. Late fees`, `2) Search`, `1.2. Fines`; empty where there is nothing else. A number that says something stays: `2 desks`, `3.5 upgrade`. */
export function withoutNumber(title: string): string {
  return title.replace(/^\(?\d{1,2}(?:\.\d{1,2})*[.)](?:\s+|$)/, '').trim();
}

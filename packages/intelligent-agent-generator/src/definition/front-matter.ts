import { stringify } from 'yaml';

/** Markdown under a head of YAML. */
export function withFrontMatter(fields: Readonly<Record<string, unknown>>, text: string): string {
  return `---\n${stringify(fields, { lineWidth: 0, aliasDuplicateObjects: false })}---\n\n${text}`;
}

import type { CatalogueScript } from './script.ts';
import type { Start } from './start-script.ts';

/** What mends the ways in which a script fails to start at all: not built, something not installed, an old Node, rights. */
export function mendStart(start: Start, { packageName, bin }: Pick<CatalogueScript, 'packageName' | 'bin'>): string {
  const text = `${start.stdout}${start.stderr}`;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1];
  if (missing !== undefined && text.includes(bin) && (missing.includes('/dist/') || missing === bin))
    return `Build it: pnpm build --filter=${packageName}`;
  if (missing !== undefined) return `Install what is missing (${missing}): npm install`;
  if (/CDEV_E_CLI_NODE_TOO_OLD|is too old|SyntaxError/.test(text))
    return 'Use Node 22.22.2 or newer: npx -y -p node@24 -- node …';
  if (/EACCES|Permission denied/i.test(text)) return `Make it readable and executable: chmod +x ${bin}`;
  return `See what it says: ${bin} --version`;
}

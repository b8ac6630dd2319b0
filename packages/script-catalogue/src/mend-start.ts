import type { CatalogueScript } from './script.ts';
import type { Start } from './start-script.ts';

type Mendable = Pick<CatalogueScript, 'packageName' | 'bin'> & Partial<Pick<CatalogueScript, 'manifest'>>;

/**
 * What mends the ways in which a script fails to start at all: not built, something not installed, an old Node, rights.
 * @param node the version that ran it, `24.21.0`, where it is known: then its package says whether that is too old
 */
export function mendStart(start: Start, { packageName, bin, manifest }: Mendable, node?: string): string {
  const wanted = node === undefined ? undefined : wantedNode(manifest, node);
  if (wanted !== undefined) return `Use Node ${wanted} or newer: npx -y -p node@24 -- node …`;
  const text = `${start.stdout}${start.stderr}`;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1];
  if (missing !== undefined && text.includes(bin) && (missing.includes('/dist/') || missing === bin))
    return `Build it: pnpm build --filter=${packageName}`;
  if (missing !== undefined) return `Install what is missing (${missing}): npm install`;
  if (/CDEV_E_CLI_NODE_TOO_OLD|is too old/.test(text) || (node === undefined && text.includes('SyntaxError')))
    return 'Use Node 22.22.2 or newer: npx -y -p node@24 -- node …';
  if (/EACCES|Permission denied/i.test(text)) return `Make it readable and executable: chmod +x ${bin}`;
  return `See what it says: ${bin} --version`;
}

/** The least Node that `engines` asks for, when it is newer than `node`; only of the form that nearly all packages use, `>=22.22.2`. */
function wantedNode(manifest: Mendable['manifest'], node: string): string | undefined {
  const { node: range } = (manifest?.['engines'] ?? {}) as { readonly node?: unknown };
  const least = typeof range === 'string' ? /^>=\s*v?(\d+(?:\.\d+){0,2})$/.exec(range.trim())?.[1] : undefined;
  if (least === undefined) return undefined;
  const [have, want] = [node, least].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((index) => (have?.[index] ?? 0) !== (want?.[index] ?? 0));
  return at !== undefined && (have?.[at] ?? 0) < (want?.[at] ?? 0) ? least : undefined;
}

// pnpm check [--fix] [package…]: looks at the whole repository; with --fix it first writes what is generated. With packages (their
// folders' names, or their own) only what concerns those is written and shown.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStyle } from '@cdev/core/cli';
import { checkWorkspace, rules, writeGenerated } from './check-repository.ts';
import { findingsText } from './findings-text.ts';
import { readWorkspace } from './workspace/workspace.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');
const style = createStyle(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);
const packages = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('-'))
  .map((word) => word.replace(/^@cdev\//, ''));
const unknown = packages.find(
  (name) => !['packages', 'tooling'].some((parent) => existsSync(join(root, parent, name))),
);
if (unknown !== undefined) {
  process.stderr.write(`${style.bad('✗')} There is no package ${unknown}\n`);
  process.exit(2);
}
const concerns = (file: string): boolean =>
  packages.length === 0 || packages.some((name) => /^(?:packages|tooling)\/([^/]+)\//.exec(file)?.[1] === name);

if (process.argv.includes('--fix'))
  for (const file of await writeGenerated(root, concerns)) process.stdout.write(`${style.good('✓')} wrote ${file}\n`);

const workspace = readWorkspace(root);
const findings = (await checkWorkspace(workspace)).filter(({ file }) => concerns(file));
process.stdout.write(findingsText(findings, style));
const where =
  packages.length > 0
    ? packages.join(', ')
    : `${workspace.files.length} files of ${workspace.packages.length} packages`;
const failed = new Set(findings.map(({ rule }) => rule)).size;
process.stdout.write(
  findings.length === 0
    ? `${style.good('✓')} ${rules.length} rules hold for ${where}\n`
    : `${style.bad('✗')} ${findings.length} findings; ${failed} of ${rules.length} rules do not hold for ${where}\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

import { tempRepo, testContext, type Files, type TempRepo, type TestContextOptions } from '@cdev/test-kit';
import { deprecateScript, type DeprecateScriptOptions } from '../src/index.ts';

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

/** A workspace of two scripts, `old-check` and `new-check`, and a package that needs the first. */
export function scriptWorkspace(more: Files = {}): Promise<TempRepo> {
  const script = (name: string): string =>
    json({
      name: `@acme/cdev-${name}`,
      version: '1.2.0',
      bin: { [`cdev-${name}`]: 'bin.js' },
      files: ['bin.js'],
      cdev: { kind: 'script', owner: '@acme/tools' },
    });
  return tempRepo({
    'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'] }),
    '.changeset/config.json': '{}\n',
    'packages/old-check/package.json': script('old-check'),
    'packages/old-check/bin.js': '#!/usr/bin/env node\nconsole.log("old");\n',
    'packages/old-check/README.md': '# old-check\n\nChecks.\n',
    'packages/new-check/package.json': script('new-check'),
    'packages/new-check/bin.js': '#!/usr/bin/env node\n',
    ...more,
  });
}

export const guide =
  '# From old-check\n\n`cdev-new-check` does the same.\n\n```sh\ncdev-old-check .   # before\ncdev-new-check .   # after\n```\n';

export interface Step {
  readonly wanted: DeprecateScriptOptions['wanted'] | DeprecateScriptOptions['wanted']['stage'];
  /** The day that the clock shows. */
  readonly on: string;
  readonly isDryRun?: boolean;
  readonly script?: string;
}

const announced = {
  stage: 'announced',
  replacement: 'cdev-new-check',
  guide: 'MIGRATION.md',
  notice: 30,
  warnings: 90,
} as const;

export async function take(
  repo: { readonly path: string },
  { wanted, on, isDryRun = false, script = 'old-check' }: Step,
  options: Partial<TestContextOptions> = {},
) {
  const chosen = typeof wanted !== 'string' ? wanted : wanted === 'announced' ? announced : { stage: wanted };
  const clock = (): Date => new Date(`${on}T09:00:00Z`);
  const context = testContext({ yes: true, ...options, cwd: repo.path, clock });
  return (await deprecateScript({ script, isDryRun, wanted: chosen }, context)).result;
}

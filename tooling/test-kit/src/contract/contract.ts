import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkWorkspace, loadScript, packageRules, readWorkspace, type Manifest } from '@cdev/repo-check';
import { checkAnswers } from './check-answers.ts';
import { checkDefaults } from './check-defaults.ts';
import { checkDocuments } from './check-documents.ts';
import { checkFailures } from './check-failures.ts';
import type { Subject } from './subject.ts';

/**
 * Declares the tests that every package has to pass: those of `repo-check` that concern one package, and for a package with a
 * bin what all bins promise. Its test file is one line: `contract(import.meta.url)`.
 * @param place the URL of the test file, or the package's folder.
 */
export function contract(place: string): void {
  const folder = place.startsWith('file:') ? packageAbove(dirname(fileURLToPath(place))) : place;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  describe(`the contract of ${manifest.name}`, () => {
    packageTests(folder);
    if (manifest.bin) binTests(folder, manifest);
  });
}

function packageTests(folder: string): void {
  const workspace = readWorkspace(dirname(dirname(folder)), folder.split(/[/\\]/).slice(-2).join('/'));
  test.each(packageRules.map((rule) => [rule.says, rule] as const))('%s', async (_, rule) => {
    const findings = await checkWorkspace(workspace, [rule]);
    expect(findings.map(({ file, why, mend }) => `${file}: ${why}. ${mend}.`)).toEqual([]);
  });
}

function binTests(folder: string, manifest: Manifest): void {
  let subject: Subject;
  beforeAll(async () => {
    const workspace = readWorkspace(dirname(dirname(folder)), folder.split(/[/\\]/).slice(-2).join('/'));
    const [pkg] = workspace.packages;
    const script = pkg && (await loadScript(workspace, pkg));
    if (!script) throw new Error(`${manifest.name} has a bin and src/cli.ts exports no "script"`);
    subject = { folder, manifest, script };
  });
  test('--version and --help answer at once, with the version of the manifest and the help of the sources', async () => {
    expect(await checkAnswers(subject)).toEqual([]);
  });
  test('every default is a value that could be typed', () => {
    expect(checkDefaults(subject)).toEqual([]);
  });
  test('wrong use and a missing folder have their exit codes, and leave stdout empty', async () => {
    expect(await checkFailures(subject)).toEqual([]);
  });
  test('--health answers, and JSON and YAML are one document that says the same, in success and in failure', async () => {
    expect(await checkDocuments(subject)).toEqual([]);
  });
}

function packageAbove(folder: string): string {
  return /[/\\]test$/.test(folder) ? dirname(folder) : packageAbove(dirname(folder));
}

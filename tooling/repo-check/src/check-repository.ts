import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding, Generated, Rule } from './finding.ts';
import { codeowners } from './generated/codeowners.ts';
import { manifests } from './generated/manifests.ts';
import { packageReadmes } from './generated/package-readmes.ts';
import { projectReferences } from './generated/project-references.ts';
import { scriptTable } from './generated/script-table.ts';
import { triedPackages } from './generated/tried-packages.ts';
import { changesets } from './rules/changesets.ts';
import { completeManifests } from './rules/complete-manifests.ts';
import { coreDoor } from './rules/core-door.ts';
import { declaredImports } from './rules/declared-imports.ts';
import { deprecationDays } from './rules/deprecation-days.ts';
import { documentedExports } from './rules/documented-exports.ts';
import { errorTables } from './rules/error-tables.ts';
import { fileLength } from './rules/file-length.ts';
import { fileNames } from './rules/file-names.ts';
import { importDirection } from './rules/import-direction.ts';
import { measuredClaims } from './rules/measured-claims.ts';
import { noLeaks } from './rules/no-leaks.ts';
import { nodeMatrix } from './rules/node-matrix.ts';
import { oneName } from './rules/one-name.ts';
import { packageCycles } from './rules/package-cycles.ts';
import { readmeSections } from './rules/readme-sections.ts';
import { smokeExamples } from './rules/smoke-examples.ts';
import { touchOfProcess } from './rules/touch-of-process.ts';
import { readWorkspace, type Workspace } from './workspace/workspace.ts';

/** Manifests come first: what is made after them reads them. */
const generated: readonly Generated[] = [
  manifests,
  projectReferences,
  codeowners,
  packageReadmes,
  scriptTable,
  triedPackages,
];

/** Rules and generated parts that concern one package by itself. */
export const packageRules: readonly Rule[] = [
  completeManifests,
  smokeExamples,
  oneName,
  errorTables,
  ...[manifests, projectReferences, packageReadmes].map(asRule),
  declaredImports,
  fileNames,
  fileLength,
  touchOfProcess,
  documentedExports,
  readmeSections,
  deprecationDays,
];

/** All rules; with those that need to see every package. */
export const rules: readonly Rule[] = [
  ...packageRules,
  importDirection,
  packageCycles,
  coreDoor,
  changesets,
  measuredClaims,
  nodeMatrix,
  noLeaks,
  ...[codeowners, scriptTable, triedPackages].map(asRule),
];

/** What is not as the house wants it, by rule and file. */
export async function checkWorkspace(
  workspace: Workspace,
  applied: readonly Rule[] = rules,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { check } of applied) found.push(...(await check(workspace)));
  return found;
}

/** Writes everything that is generated and `concerns` the caller. @returns the files that changed, relative to the repository. */
export async function writeGenerated(
  root: string,
  concerns: (file: string) => boolean = () => true,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const { generate } of generated) {
    const workspace = readWorkspace(root);
    for (const [file, text] of await generate(workspace)) {
      if (!concerns(file) || workspace.read(file) === text) continue;
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
      changed.push(file);
    }
  }
  return [...new Set(changed)];
}

/** A generated file that differs is a finding; the way to mend it is always the same. */
function asRule({ name, says, generate }: Generated): Rule {
  return {
    name,
    says,
    check: async (workspace) =>
      [...(await generate(workspace))]
        .filter(([file, text]) => workspace.read(file) !== text)
        .map(([file]) => ({
          rule: name,
          file,
          why: 'it is not what would be generated',
          mend: 'Run: pnpm check --fix',
        })),
  };
}

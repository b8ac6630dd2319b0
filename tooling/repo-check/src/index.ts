/** The checks of the house: what a rule is, all of them, and those of one package for its contract test. */
export { checkWorkspace, packageRules, rules, writeGenerated } from './check-repository.ts';
export type { Finding, Rule } from './finding.ts';
export { findingsText } from './findings-text.ts';
export { loadErrors, loadScript } from './workspace/load-script.ts';
export type { CdevMetadata, Kind, Manifest } from './workspace/manifest.ts';
export { readWorkspace } from './workspace/workspace.ts';
export type { Package, Workspace } from './workspace/workspace.ts';
export { markdownTable, replacePart } from './generated/marked-part.ts';
export { importsOf, packageOf, sourceFile } from './workspace/source-file.ts';
export type { Import, SourceFile } from './workspace/source-file.ts';

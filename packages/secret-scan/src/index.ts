/** Finds secrets in bytes, and says how sure it is and why. */
export { scanText } from './scan-text.ts';
export type { ScanTextOptions, Text } from './scan-text.ts';
export { commitVerdict } from './grade/commit-verdict.ts';
export { openRules } from './user-rules/rule-file.ts';
export type { OpenedRules, RuleFile } from './user-rules/rule-file.ts';
export type { Confidence, Level, SecretFinding } from './finding.ts';
export type { Severity } from '@cdev/secret-rules';
export { scanTree } from './tree/scan-tree.ts';
export type { ScanTreeOptions, TreeScan } from './tree/scan-tree.ts';
export { scanFiles } from './tree/scan-files.ts';
export type { FileScan, SkippedFile } from './tree/scan-files.ts';
export { scanStaged } from './staged/scan-staged.ts';
export type { ScanStagedOptions, StagedScan } from './staged/scan-staged.ts';
export { groupSecrets, surfaces } from './report/group-secrets.ts';
export type { PlacedFinding, Secret, SecretPlace, Surface } from './report/group-secrets.ts';
export { scanHistory } from './history/scan-history.ts';
export type { HistoryScan, ScanHistoryOptions } from './history/scan-history.ts';
export { errors as secretScanErrors } from './errors.ts';

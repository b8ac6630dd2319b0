/** Finds secrets in bytes, and says how sure it is and why. */
export { scanText } from './scan-text.ts';
export type { ScanTextOptions, Text } from './scan-text.ts';
export type { Confidence, Level, SecretFinding } from './finding.ts';
export type { Severity } from '@cdev/secret-rules';

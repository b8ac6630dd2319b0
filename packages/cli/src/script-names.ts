/** The scripts that come with the front door, in the order in which an issue meets them. */
export const scriptNames = [
  'cache-linear-issue',
  'intelligent-agent-generator',
  'decompose-parallel',
  'spawn-agents',
  'monitor-agents',
  'agent-commit',
  'mcp',
  'validate-parallel-work',
  'resolve-conflicts',
  'integrate-parallel-work',
] as const;

/**
 * Scripts that are installed when they are wanted: what they bring along (compilers, linters, npm's own code) is no business of somebody
 * who lets agents work.
 */
export const separateScripts = [
  'test-locally',
  'security-check',
  'prepublish',
  'postpublish',
  'health-check',
  'review-errors',
  'performance-report',
  'telemetry',
  'deprecate-script',
  'dashboard',
  'update-dependencies',
  'deploy',
  'marketplace',
] as const;

export type ScriptName = (typeof scriptNames)[number] | (typeof separateScripts)[number];

const known: ReadonlySet<string | undefined> = new Set([...scriptNames, ...separateScripts]);

/** Whether the word is a script of ours, brought along or separate; plugins are not. */
export function isScriptName(word: string | undefined): word is ScriptName {
  return known.has(word);
}

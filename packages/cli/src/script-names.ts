/** The scripts that the front door knows by name, in the order in which an issue meets them. */
export const scriptNames = [
  'cache-linear-issue',
  'intelligent-agent-generator',
  'decompose-parallel',
  'spawn-agents',
  'monitor-agents',
  'agent-commit',
  'validate-parallel-work',
  'resolve-conflicts',
  'integrate-parallel-work',
] as const;

export type ScriptName = (typeof scriptNames)[number];

export function isScriptName(word: string | undefined): word is ScriptName {
  return scriptNames.includes(word as ScriptName);
}

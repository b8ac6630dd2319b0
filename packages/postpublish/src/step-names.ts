/** What is asked of the registry, and of what it gives to users; in this order. */
export const checkNames = [
  'visible',
  'integrity',
  'dist-tag',
  'size',
  'signatures',
  'provenance',
  'install-npm',
  'install-pnpm',
  'bins',
  'npx',
  'imports',
  'types',
] as const;

/** What is done once all of that holds; in this order. */
export const deedNames = ['tag', 'release', 'changelog', 'docs', 'deprecate', 'notify'] as const;

export type CheckName = (typeof checkNames)[number];
export type DeedName = (typeof deedNames)[number];
export type StepName = CheckName | DeedName;

export const stepNames: readonly StepName[] = [...checkNames, ...deedNames];

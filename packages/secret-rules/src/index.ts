/** Shapes of credentials as data, written from the providers' documentation; what finds them is `@cdev/secret-scan`. */
export { namedRules, tokenRules } from './rules.ts';
export { fillExample } from './fill-example.ts';
export { rotationFor, rotations } from './rotation.ts';
export type { Rotation } from './rotation.ts';
export type { ChecksumName, NamedRule, SecretRule, Severity, TokenRule } from './rule.ts';

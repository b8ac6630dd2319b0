import { rotationFor, type Rotation } from '@cdev/secret-rules';
import type { Secret } from '@cdev/secret-scan';

/** How these secrets are made worthless: once for each provider, in the order of the secrets. */
export function collectRotations(secrets: readonly Secret[]): readonly Rotation[] {
  const all = secrets.flatMap(({ provider, ruleId }) => rotationFor(provider, ruleId) ?? []);
  return [...new Map(all.map((rotation) => [rotation.provider, rotation])).values()];
}

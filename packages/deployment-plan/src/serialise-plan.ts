import { stringify } from 'yaml';
import type { DeploymentPlan, WithUnknownFields } from './plan.ts';

const heading =
  '# A deployment plan: which agent writes which paths. Check it after editing: cdev decompose-parallel check <this file>\n';

/** The plan as YAML; the same plan gives the same text, and `parsePlan` gives back the same plan. */
export function serialisePlan(plan: DeploymentPlan): string {
  return heading + stringify(withUnknown(plan), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Puts the fields a reader did not know back where they stood: beside the known ones, which win over them. */
export function withUnknown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== 'object' || value === null) return value;
  const { unknownFields, ...known } = value as WithUnknownFields & Readonly<Record<string, unknown>>;
  const converted = Object.entries(known)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => [name, withUnknown(field)]);
  const added = Object.entries(unknownFields ?? {}).filter(([name]) => !(name in known));
  return Object.fromEntries([...converted, ...added]) as unknown;
}

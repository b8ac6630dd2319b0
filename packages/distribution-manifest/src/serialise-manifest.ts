import { stringify } from 'yaml';
import type { DistributionManifest } from './distribution-manifest.ts';

const head = '# What was packed for this release; written by cdev-prepublish, read by cdev-postpublish.\n';
const schema =
  '# yaml-language-server: $schema=./node_modules/@cdev/distribution-manifest/distribution-manifest.schema.json\n';

/** The manifest as YAML, always in the same order. */
export function serialiseDistributionManifest({ unknownFields, ...manifest }: DistributionManifest): string {
  return head + schema + stringify({ ...manifest, ...unknownFields }, { lineWidth: 0, aliasDuplicateObjects: false });
}

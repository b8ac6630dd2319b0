import { downloadArtifact, uploadArtifact } from './artifact.ts';
import { cache, restoreCache, saveCache } from './cache.ts';
import { checkout } from './checkout.ts';
import type { StandIn } from './stand-in.ts';
import { toolStandIns } from './tool-version.ts';

/** Known actions, by `owner/name` or `owner/name/path` in lower case, whatever their version. */
export const standIns: ReadonlyMap<string, StandIn> = new Map([
  ['actions/checkout', checkout],
  ['actions/cache', cache],
  ['actions/cache/restore', restoreCache],
  ['actions/cache/save', saveCache],
  ['actions/upload-artifact', uploadArtifact],
  ['actions/download-artifact', downloadArtifact],
  ...toolStandIns,
]);

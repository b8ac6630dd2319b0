import type { PackageTarball } from '@cdev/package-tarball';
import { entryPointsOf } from '../modules/entry-points.ts';
import { readPackedModules } from '../modules/packed-modules.ts';
import { once } from '../subject/once.ts';
import type { Subject } from '../subject/subject.ts';

export type World = Pick<
  Subject,
  'source' | 'git' | 'registry' | 'installation' | 'rebuild' | 'siblings' | 'intent' | 'signal'
>;

/** A tarball with what can be read out of it, and the world around it. */
export function openSubject(tarball: PackageTarball, world: World): Subject {
  const entryPoints = entryPointsOf(tarball.manifest, tarball.entries);
  const modules = once(() => readPackedModules(tarball, entryPoints));
  return { tarball, manifest: tarball.manifest, entryPoints, modules, ...world };
}

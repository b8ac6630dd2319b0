import type { Context } from '@cdev/core/cli';
import { judgeProvenance, sameRepository, type ProvenanceVerdict } from '@cdev/package-provenance';
import { errors } from '../errors.ts';
import type { Candidate } from './candidate.ts';

/** Where it was built: proven, not to be had now, or not known. */
export type Provenance = Exclude<ProvenanceVerdict, { readonly status: 'bad' }>;

/**
 * Who builds a package decides what is in it: where that is proven, it has to be the repository that its package.json names.
 * @throws CDEV_E_MARKETPLACE_REFUSED for one that does not hold
 */
export async function provenanceOf(
  { source, manifest, tarball }: Pick<Candidate, 'source' | 'manifest' | 'tarball'>,
  repository: string | undefined,
  { env }: Pick<Context, 'env'>,
): Promise<Provenance> {
  const { registry } = source;
  const refuse = (reason: string): never => {
    throw errors.make('CDEV_E_MARKETPLACE_REFUSED', { package: `${tarball.name}@${tarball.version}`, reason });
  };
  const verdict = await judgeProvenance(tarball, { registry, dist: manifest.dist, env });
  if (verdict.status === 'bad') return refuse(verdict.detail);
  if (verdict.status !== 'verified') return verdict;
  const { build } = verdict;
  if (repository === undefined) return refuse(`it was built in ${build.repository}, and its package.json names none`);
  return sameRepository(build.repository, repository)
    ? verdict
    : refuse(`it was built in ${build.repository}, and its package.json names ${repository}`);
}

import { listRefs, type Repository } from '@cdev/git';
import { compare, rcompare, valid } from 'semver';
import { tagOf } from '../deeds/release-units.ts';

/** The tag of the version before, in the same form: the highest below this one. */
export async function previousTag(
  repository: Repository,
  { format, name, version }: { readonly format: string; readonly name: string; readonly version: string },
): Promise<string | undefined> {
  const [before = '', after = ''] = format.replaceAll('{name}', name).split('{version}');
  const refs = await listRefs(repository, 'refs/tags');
  const versions = refs.flatMap(({ name: ref }) => {
    const tag = ref.slice('refs/tags/'.length);
    const found = tag.slice(before.length, tag.length - after.length);
    return tag.startsWith(before) && tag.endsWith(after) && valid(found) !== null ? [found] : [];
  });
  const [highest] = versions.filter((other) => compare(other, version) < 0).sort(rcompare);
  return highest === undefined ? undefined : tagOf(format, { name, version: highest });
}

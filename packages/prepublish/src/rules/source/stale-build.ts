import { isCdevError } from '@cdev/core/errors';
import { someOf } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { SourceFolder, Subject } from '../../subject/subject.ts';

/** The packed output is what the sources give now. */
export const staleBuild: Rule = {
  id: 'stale-build',
  severity: 'error',
  summary: 'a build of the sources as they are gives what is packed',
  breaks:
    'Users, who get other code than the repository has: a fix that is not in it, or a change that nobody reviewed',
  needs: ['source'],
  check: async (subject) => {
    const { source, rebuild } = subject;
    const { member } = source as SourceFolder;
    const scripts = (member.manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof scripts['build'] !== 'string') return [];
    // Packing has run it just now.
    if (
      [scripts['prepack'], scripts['prepare']].some((script) => typeof script === 'string' && /\bbuild\b/.test(script))
    )
      return [];
    if ('notRun' in rebuild) return rebuild;
    try {
      const differing = await compare(subject, await rebuild.build(member));
      if (differing.length === 0) return [];
      // What differs between two builds of the same sources says nothing.
      const stable = await compare(subject, await rebuild.build(member));
      const again = new Map(stable.map(({ path, rebuilt }) => [path, rebuilt]));
      const stale = differing.filter(({ path, rebuilt }) => again.get(path)?.equals(rebuilt) === true);
      const paths = stale.map(({ path }) => path);
      return paths.length === 0
        ? []
        : [
            {
              place: paths[0] as string,
              reason: `${paths.length === 1 ? 'differs' : `and ${paths.length - 1} more differ`} from a new build: ${someOf(paths)}`,
              mend: `${subject.source?.workspace.manager.name ?? 'npm'} run build, and pack again`,
            },
          ];
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED')) throw error;
      return notRun(
        `the build does not run in a copy of the sources: ${error.message.split('\n').slice(0, 2).join(' ')}`,
      );
    }
  },
};

/** Packed files that the copy has with other bytes. The manifest is written anew by some packers. */
async function compare(
  { tarball }: Subject,
  read: (path: string) => Promise<Buffer | undefined>,
): Promise<readonly { path: string; rebuilt: Buffer }[]> {
  const differing: { path: string; rebuilt: Buffer }[] = [];
  for (const { path, type, data } of tarball.entries.values()) {
    if (type !== 'file' || path === 'package.json') continue;
    const rebuilt = await read(path);
    if (rebuilt && !rebuilt.equals(data)) differing.push({ path, rebuilt });
  }
  return differing;
}

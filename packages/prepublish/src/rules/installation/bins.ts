import { field } from '../../rule/places.ts';
import { notRun, type Problem, type Rule } from '../../rule/rule.ts';
import { declaredBins } from '../../modules/entry-points.ts';
import type { InstalledFacts } from '../../subject/installed-facts.ts';

export const notInstalled = notRun('the tarball could not be installed');

/** Each bin, started by the link that the package manager made of the installed tarball. */
export const binStarts: Rule = {
  id: 'bin-starts',
  severity: 'error',
  summary: 'every bin starts from the installed tarball and answers --help or --version',
  breaks: 'Everybody who starts the command',
  needs: ['installation'],
  check: async ({ installation, manifest }) => {
    if (declaredBins(manifest).length === 0) return [];
    const trials = await (installation as InstalledFacts).bins();
    if (!trials) return notInstalled;
    return [...Map.groupBy(trials, ({ bin }) => bin)].flatMap(([bin, runs]): Problem[] => {
      const worst =
        runs.find(({ outcome }) => outcome === 'not started') ?? runs.find(({ outcome }) => outcome === 'crashed');
      const place = field('bin', bin);
      const mend = `See for yourself: npx --package <the tarball> ${bin} --help`;
      if (worst) {
        const how = worst.outcome === 'crashed' ? 'crashes' : 'cannot be started';
        return [{ place, reason: `${bin} ${worst.args.join(' ')} ${how}: ${worst.reason}`, mend }];
      }
      const [first] = runs;
      if (!first || runs.some(({ outcome }) => outcome === 'ok')) return [];
      return [
        {
          place,
          severity: 'suggestion',
          reason: `${bin} ${first.args.join(' ')} ${first.outcome === 'kept running' ? 'does not end' : 'is refused'}: ${first.reason}`,
          breaks: 'Users who ask a command what it does',
          mend: 'Answer --help and --version, and end with 0',
        },
      ];
    });
  },
};

/** What a bin says of its version. */
export const binVersion: Rule = {
  id: 'bin-version',
  severity: 'warning',
  summary: 'a bin that tells a version tells the one of the manifest',
  breaks: 'Users who report a defect, with a version that they do not have',
  needs: ['installation'],
  check: async ({ installation, manifest, tarball }) => {
    if (declaredBins(manifest).length === 0) return [];
    const trials = await (installation as InstalledFacts).bins();
    if (!trials) return notInstalled;
    return trials
      .filter(({ versionAgrees, outcome }) => versionAgrees === false && outcome === 'ok')
      .map(({ bin, stdout }) => ({
        place: field('bin', bin),
        reason: `${bin} --version says "${stdout.trim().split('\n')[0]}", and the version is ${tarball.version}`,
        mend: 'Read the version from package.json, or build again',
      }));
  },
};

import type { Rule } from '../finding.ts';
import { changesetsOf } from '../workspace/changeset.ts';

const rule = 'measured-claims';

/** Words by which something is said to take less than before. */
const claim =
  /\b(?:faster|quicker|sooner)\b|\bhalf the (?:time|memory|CPU)\b|\b[\d.,]+ (?:ms|MB|s|minutes|CPU seconds|seconds)\b[^.]*\b(?:instead of|before|was)\b/i;

/** A command that makes the figures again. */
const command = /`(pnpm bench ([\w-]+)[^`]*|pnpm --filter @cdev\/[\w-]+ [^`]+)`/g;

/** A change of speed is told with the command that measures it, so that nobody has to believe it. */
export const measuredClaims: Rule = {
  name: rule,
  says: 'a changeset that speaks of speed names the benchmark that shows it',
  check: (workspace) => {
    const runners = new Set(
      workspace.files.flatMap((file) => /^tooling\/benchmarks\/src\/([\w-]+)\.ts$/.exec(file)?.[1] ?? []),
    );
    return changesetsOf(workspace)
      .filter(({ text }) => claim.test(text))
      .flatMap(({ file, text }) => {
        const named = [...text.matchAll(command)].map(([, whole = '', runner]) => ({ whole, runner }));
        if (named.length === 0)
          return [
            {
              rule,
              file,
              why: `it says "${claim.exec(text)?.[0].split('\n')[0] ?? ''}", and not what measures it`,
              mend: 'Name the command, as code: `pnpm bench <name>`; or leave the figure out',
            },
          ];
        return named
          .filter(({ runner }) => runner !== undefined && !runners.has(runner))
          .map(({ whole, runner }) => ({
            rule,
            file,
            why: `"${whole}": there is no benchmark ${runner ?? ''}`,
            mend: 'Name one that there is: pnpm bench lists them',
          }));
      });
  },
};

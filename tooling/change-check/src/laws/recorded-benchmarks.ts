import type { Finding } from '@cdev/repo-check';
import type { Change } from '../change.ts';
import type { Verdict } from '../law.ts';

const law = 'recorded-benchmarks';
const readme = 'tooling/benchmarks/README.md';

/** A change of speed is shown by figures of this change, not by those of an older one. */
export function recordedBenchmarks({ paths, readBase, readHead }: Change): Verdict {
  const findings = paths
    .filter((path) => /^\.changeset\/(?!README)[^/]+\.md$/.test(path))
    .flatMap((file): Finding[] =>
      runnersIn(readHead(file) ?? '')
        .filter((runner) => figuresOf(readHead(readme), runner) === figuresOf(readBase(readme), runner))
        .map((runner) => ({
          rule: law,
          file,
          why: `it names the benchmark ${runner}, whose figures are those of before`,
          mend: `Run: pnpm bench ${runner} --record`,
        })),
    );
  return { law, says: 'a benchmark that a changeset names is recorded with the change', findings };
}

function runnersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/`pnpm bench ([\w-]+)[^`]*`/g)].map(([, runner = '']) => runner))];
}

function figuresOf(text = '', runner: string): string | undefined {
  return text.split(`<!-- figures ${runner} -->`)[1]?.split(`<!-- /figures ${runner} -->`)[0];
}

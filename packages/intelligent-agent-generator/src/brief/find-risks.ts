import { isCodeLanguage, type RepositoryIndex } from '@cdev/code-graph';
import type { BriefFile, Risk } from './agent-brief.ts';

export interface RiskSources {
  readonly index: Pick<RepositoryIndex, 'inventory' | 'graph' | 'history'>;
  /** The files that will probably change. */
  readonly files: readonly BriefFile[];
  /** Whether the repository has a command that runs tests. */
  readonly hasTestCommand: boolean;
}

const largeLines = 500;
const manyImporters = 10;
/** With fewer commits than this nothing can be learnt from what changed together. */
const shortHistory = 20;

/** What makes a change of these files likely to go wrong. */
export function findRisks({ index, files, hasTestCommand }: RiskSources): readonly Risk[] {
  const { inventory, graph, history } = index;
  const languages = new Map(inventory.files.map(({ path, language }) => [path, language]));
  const code = files.filter(({ path }) => isCodeLanguage(languages.get(path) ?? 'unknown'));
  const sources = code.filter(({ isTest }) => !isTest);
  return [
    ...sources.flatMap(({ path, tests }) =>
      tests.length === 0
        ? [{ rule: 'no-test' as const, path, text: 'no test is named after it or known to be about it' }]
        : [],
    ),
    ...sources.flatMap(({ path }) => {
      const importers = graph.importersOf(path).length;
      const text = `${importers} files import it, so a change of what it exports reaches far`;
      return importers >= manyImporters ? [{ rule: 'many-importers' as const, path, text }] : [];
    }),
    ...code.flatMap(({ path, lines }) =>
      lines >= largeLines ? [{ rule: 'large-file' as const, path, text: `it has ${lines} lines` }] : [],
    ),
    ...(hasTestCommand ? [] : [{ rule: 'no-test-command' as const, text: 'no command that runs tests was found' }]),
    ...(inventory.isRepository && history.commits.length < shortHistory
      ? [
          {
            rule: 'short-history' as const,
            text: `the history has only ${history.commits.length} ${history.commits.length === 1 ? 'commit' : 'commits'} to learn from${history.isPartial ? ' (older ones are not in this clone)' : ''}`,
          },
        ]
      : []),
  ];
}

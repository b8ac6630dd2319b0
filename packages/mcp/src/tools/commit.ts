import { commitWork, findCredentialsInWork } from '@cdev/agent-run';
import { z } from 'zod';
import { defineTool, some } from './tool.ts';

export const commit = defineTool({
  name: 'commit',
  title: 'Commit my work',
  description:
    'Commits what is yours on your branch; what is not yours is set aside on a ref and shown. Work with a credential or a conflict marker in it is refused.',
  input: {
    message: z.string().min(1).optional().describe('Default: <type>(<agent>): <title>'),
    partial: z.boolean().default(false).describe('true: the work is not complete yet'),
  },
  changes: true,
  run: async ({ message, partial }, { plan, journal, agent, repository, signal, state }) => {
    const { workspace } = await state();
    const done = await commitWork({
      worktree: workspace,
      plan: await plan(),
      agentId: agent,
      journal,
      message,
      partial,
      signal,
      inspect: (changes) => findCredentialsInWork(changes, { place: repository.commonDir, severity: 'error' }),
    });
    const { commit: id, files, foreign, setAside, missing, isNew, complete } = done;
    const lines = [
      id === undefined
        ? 'There is nothing of yours to commit.'
        : `${isNew ? 'Committed' : 'It was committed already'}: ${id.slice(0, 9)} with ${files.length === 1 ? '1 file' : `${files.length} files`}`,
      ...(foreign.length > 0
        ? [
            `Taken out, since it is not yours: ${some(foreign.map(({ path }) => path))}; kept as ${some(setAside.map(({ ref }) => ref))}`,
          ]
        : []),
      ...(missing.length > 0 ? [`Promised and not there: ${some(missing)}`] : []),
    ];
    return {
      text: lines.join('\n'),
      data: { commit: id ?? null, isNew, complete, files, foreign: foreign.map(({ path }) => path), missing },
    };
  },
});

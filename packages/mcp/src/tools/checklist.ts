import { checklistFile, readChecklist, writeChecklist, type Checklist } from '@cdev/agent-run';
import { withLock } from '@cdev/git';
import { z } from 'zod';
import { defineTool, type Answer } from './tool.ts';

export const checklist = defineTool({
  name: 'checklist',
  title: 'What must be done',
  description: 'The items of your checklist with their ids, and which of them are done.',
  input: {},
  changes: false,
  run: async (_input, place) => answer(await readChecklist(checklistFile((await place.state()).workspace))),
});

export const tick = defineTool({
  name: 'tick',
  title: 'Tick items off',
  description: 'Marks items of your checklist as done, or as not done after all.',
  input: {
    ids: z.array(z.string().min(1)).min(1).describe('Ids as `checklist` gives them'),
    done: z.boolean().default(true),
  },
  changes: true,
  run: async ({ ids, done }, place) => {
    const file = checklistFile((await place.state()).workspace);
    // Two calls at once must not lose a tick.
    return withLock(`${file}.lock`, { what: 'the checklist', signal: place.signal }, async () => {
      const list = await readChecklist(file);
      const unknown = ids.filter((id) => !list.items.some((item) => item.id === id));
      if (unknown.length > 0) {
        const known = list.items.map(({ id }) => id);
        return {
          text: `No such item: ${unknown.join(', ')}. There are: ${known.join(', ')}`,
          data: { unknown, known },
          isError: true,
        };
      }
      const ticked = { ...list, items: list.items.map((item) => (ids.includes(item.id) ? { ...item, done } : item)) };
      await writeChecklist(file, ticked);
      return answer(ticked);
    });
  },
});

function answer({ items }: Checklist): Answer {
  const done = items.filter((item) => item.done).length;
  const lines = items.map((item) => `[${item.done ? 'x' : ' '}] ${item.id}: ${item.text}`);
  return { text: [`${done} of ${items.length} done`, ...lines].join('\n'), data: { done, total: items.length, items } };
}

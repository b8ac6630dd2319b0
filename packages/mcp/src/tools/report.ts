import { z } from 'zod';
import { defineTool } from './tool.ts';

export const report = defineTool({
  name: 'report',
  title: 'Say how it goes',
  description:
    'Tells the person who watches the run how you get on, or what keeps you from going on (a blocker). Say a blocker once, then do what you can without it.',
  input: {
    kind: z.enum(['progress', 'blocker']),
    text: z.string().min(1).max(2000).describe('One or two sentences'),
  },
  changes: true,
  run: async ({ kind, text }, { journal, agent }) => {
    await journal.append({ type: 'reported', agent, kind, text });
    return {
      text: kind === 'blocker' ? 'Noted, and shown to whoever watches. Go on with what you can do.' : 'Noted.',
      data: { kind },
    };
  },
});

import type { SessionNotification } from '@agentclientprotocol/sdk';
import { message, oneLine, type AgentActivity } from '../activity.ts';

type Update = SessionNotification['update'];

export interface UpdateReader {
  readonly read: (update: Update) => void;
  /** What was said so far is a message of its own. */
  readonly flush: () => void;
}

/** What updates of a session tell. A message comes in pieces; it is told when something else begins. */
export function createUpdateReader(record: (activity: AgentActivity) => void): UpdateReader {
  let said = '';
  // Told are the size of the context and the cost of the whole session; counted is what they have grown by.
  let counted = { tokens: 0, cost: 0 };
  const flush = (): void => {
    for (const activity of message(said)) record(activity);
    said = '';
  };
  return {
    flush,
    read: (update) => {
      if (update.sessionUpdate === 'agent_message_chunk') {
        if (update.content.type === 'text') said += update.content.text;
        return;
      }
      if (update.sessionUpdate === 'tool_call') {
        flush();
        const { title, kind, locations } = update;
        const isEdit = kind === 'edit' || kind === 'delete' || kind === 'move';
        const files = isEdit
          ? (locations ?? []).map(({ path }): AgentActivity => ({ kind: 'file', text: oneLine(path) }))
          : [];
        for (const activity of files.length > 0 ? files : [{ kind: 'tool' as const, text: oneLine(title) }])
          record(activity);
      }
      if (update.sessionUpdate === 'usage_update') {
        const { used, cost } = update;
        const spent = cost?.currency === 'USD' ? cost.amount : counted.cost;
        const grown = {
          tokens: Math.max(0, used - counted.tokens),
          cost: Math.max(0, Number((spent - counted.cost).toFixed(9))),
        };
        counted = { tokens: used, cost: spent };
        if (grown.tokens > 0 || grown.cost > 0)
          record({ kind: 'usage', tokens: grown.tokens, ...(grown.cost > 0 && { cost: grown.cost }) });
      }
    },
  };
}

import type { Journal, NewRunEvent } from '@cdev/agent-run';
import type { OpenIntegration } from '../history.ts';

/** Writes events of an integration, leaving out what it wrote before it was interrupted. */
export interface IntegrationJournal {
  readonly candidateMerged: (event: Omit<EventOf<'candidate-merged'>, 'type'>) => Promise<void>;
  /** A pass is written once; each failure is one of its own. */
  readonly candidateChecked: (event: Omit<EventOf<'candidate-checked'>, 'type'>) => Promise<void>;
  readonly ejected: (event: Omit<EventOf<'ejected'>, 'type'>) => Promise<void>;
}

type EventOf<Type extends NewRunEvent['type']> = Extract<NewRunEvent, { type: Type }>;

export function journalOnce(journal: Journal, open: OpenIntegration | undefined): IntegrationJournal {
  const decisions = open?.decisions ?? new Map<string, never>();
  return {
    candidateMerged: async (event) => {
      const isKnown = open?.merges.some(({ agent, commit }) => agent === event.agent && commit === event.commit);
      if (!isKnown) await journal.append({ type: 'candidate-merged', ...event });
    },
    candidateChecked: async (event) => {
      const isKnown = open?.checks.some(({ commit, passed }) => commit === event.commit && passed) ?? false;
      if (!event.passed || !isKnown) await journal.append({ type: 'candidate-checked', ...event });
    },
    ejected: async (event) => {
      const known = decisions.get(event.agent);
      if (known?.kind !== 'ejected' || known.tip !== event.tip || known.reason !== event.reason)
        await journal.append({ type: 'ejected', ...event });
    },
  };
}

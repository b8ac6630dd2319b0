import { openJournal, runState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import type { RunView } from '../agent-view.ts';
import { act, type Deed, type Scene } from '../actions/act.ts';
import { followAgents, type AgentFollower } from '../actions/follow-agents.ts';
import { logTail } from '../web/log-tail.ts';
import { firstState, press, type TerminalState } from './terminal-state.ts';

/** A view with what the person at the terminal has chosen. */
export interface InteractiveView extends RunView {
  readonly terminal: TerminalState;
}

export interface Interaction extends Disposable {
  /** A new look at the run; with `isRinging`, the terminal's bell is heard. */
  readonly show: (view: RunView, isRinging?: boolean) => Promise<void>;
  /** Aborted when the person wants to leave. */
  readonly ended: AbortSignal;
}

/** Answers the keys of a terminal: each shows at once what it does, and a deed goes on while others are typed. */
export function interact(keys: AsyncIterable<string>, scene: Scene): Interaction {
  const { context } = scene;
  const end = new AbortController();
  let state: TerminalState = firstState;
  let view: RunView | undefined;
  const paint = async (): Promise<void> => {
    if (view) await context.live.show({ ...view, terminal: state } satisfies InteractiveView);
  };
  const follower = followAgents(
    scene,
    atMostEvery(paintInterval, () => void refresh().catch(() => {})),
  );
  const refresh = async (): Promise<void> => {
    const { pane, chosen } = state;
    const lines = await textOf(state, scene, follower);
    // Read while keys were pressed and deeds ended: only the text is new, and only for what is still looked at.
    if (lines && state.pane === pane && state.chosen === chosen) state = { ...state, lines };
    await paint();
  };
  const carryOut = async (deed: Deed): Promise<void> => {
    state = { ...state, notice: `${deed.name} ${deed.agent} …` };
    await paint();
    try {
      const { said, text } = await act(deed, scene);
      state = {
        ...state,
        notice: said,
        ...(text !== undefined && state.pane === 'diff' && { lines: text.split('\n').map(stripControl) }),
      };
    } catch (error) {
      if (!isCdevError(error)) throw error;
      state = {
        ...state,
        notice: `✗ ${error.message.split('\n')[0]}${error.steps[0] === undefined ? '' : ` → ${error.steps[0]}`}`,
      };
    }
    await paint();
  };
  const listen = async (): Promise<void> => {
    for await (const key of keys) {
      const pressed = press(state, key, { agents: view?.agents ?? [] });
      ({ state } = pressed);
      if (pressed.isEnd === true) return end.abort();
      if (pressed.deed)
        void carryOut(pressed.deed).catch((error: unknown) =>
          context.log.error('A deed failed', { reason: String(error) }),
        );
      await refresh();
    }
  };
  void listen().catch((error: unknown) =>
    context.log.error('The keys are not heard any more', { reason: String(error) }),
  );
  return {
    ended: end.signal,
    show: async (next, isRinging = false) => {
      view = next;
      state = { ...state, isRinging };
      await refresh();
    },
    [Symbol.dispose]: () => follower[Symbol.dispose](),
  };
}

/** What is looked at of the chosen agent as it is now: the end of its log, or what it has said. Undefined for a pane that has no text of its own. */
async function textOf(
  { pane, chosen }: TerminalState,
  { plan, commonDir, context }: Scene,
  follower: AgentFollower,
): Promise<readonly string[] | undefined> {
  if (chosen === undefined) return undefined;
  if (pane === 'attach') return [...follower.linesOf(chosen)];
  if (pane !== 'log') return undefined;
  const journal = openJournal(commonDir, plan.id, context.script.name);
  const { log } = runState(await journal.read(), { agents: plan.agents }).agents.get(chosen) ?? {};
  return log === undefined ? ['It has not been started yet.'] : logTail(log);
}

/** Milliseconds between two paintings for an agent that says much. */
const paintInterval = 100;

function atMostEvery(milliseconds: number, action: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, milliseconds).unref();
  };
}

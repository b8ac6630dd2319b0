import type { RunView } from '../agent-view.ts';
import type { Deed } from '../actions/act.ts';

/** What the terminal view shows beside the list. */
export type Pane = 'none' | 'log' | 'attach' | 'diff' | 'matrix' | 'help';

export interface TerminalState {
  /** The agent that the keys are for. */
  readonly chosen: string | undefined;
  readonly pane: Pane;
  /** A line that is being typed. */
  readonly typing?: { readonly what: 'message' | 'extend'; readonly text: string } | undefined;
  /** A deed that waits for `y`. */
  readonly asked?: Deed | undefined;
  /** What came of the last deed. */
  readonly notice: string;
  /** Text of the pane. */
  readonly lines: readonly string[];
  /** How many pages on from where the text is looked at first: a diff's beginning, a log's end. */
  readonly page: number;
  /** Something has happened that the terminal's bell is to tell. */
  readonly isRinging: boolean;
}

export const firstState: TerminalState = {
  chosen: undefined,
  pane: 'none',
  notice: '',
  lines: [],
  page: 0,
  isRinging: false,
};

/** What a key does: another state, and perhaps something to do. */
export interface Pressed {
  readonly state: TerminalState;
  readonly deed?: Deed | undefined;
  readonly isEnd?: boolean;
}

/** The keys, in the order in which the help shows them. */
export const keys: readonly (readonly [key: string, what: string])[] = [
  ['↑ ↓', 'choose an agent'],
  ['enter', 'the end of its log'],
  ['a', 'attach: what it says, as it says it'],
  ['d', 'its diff'],
  ['space b', 'page on and back'],
  ['x', 'conflict matrix'],
  ['s', 'stop'],
  ['r', 'retry'],
  ['c', 'commit'],
  ['m', 'message'],
  ['o', 'give it a path'],
  ['e', 'editor'],
  ['?', 'keys'],
  ['q', 'quit'],
];

/** @param key a character, or `up`, `down`, `return`, `escape`, `backspace` */
export function press(state: TerminalState, key: string, { agents }: Pick<RunView, 'agents'>): Pressed {
  if (state.typing) return type(state, key);
  if (state.asked) return confirm(state, key);
  const ids = agents.map(({ id }) => id);
  const at = Math.max(0, ids.indexOf(state.chosen ?? ''));
  const agent = ids[at];
  const quiet = { ...state, notice: '', page: 0 };
  if (key === 'q') return { state, isEnd: true };
  if (key === 'escape') return { state: { ...quiet, pane: 'none', lines: [] } };
  if (key === '?') return { state: { ...quiet, pane: state.pane === 'help' ? 'none' : 'help', lines: [] } };
  if (key === 'x') return { state: { ...quiet, pane: state.pane === 'matrix' ? 'none' : 'matrix', lines: [] } };
  if (key === ' ') return { state: turned(state, 1) };
  if (key === 'b') return { state: turned(state, -1) };
  if (agent === undefined) return { state };
  const chosen = { ...quiet, chosen: agent };
  switch (key) {
    case 'up':
    case 'k':
      return { state: { ...quiet, chosen: ids[Math.max(0, at - 1)], lines: [] } };
    case 'down':
    case 'j':
      return {
        state: {
          ...quiet,
          chosen: state.chosen === undefined ? agent : ids[Math.min(ids.length - 1, at + 1)],
          lines: [],
        },
      };
    case 'return':
      return { state: { ...chosen, pane: state.pane === 'log' ? 'none' : 'log', lines: [] } };
    case 'a':
      return { state: { ...chosen, pane: state.pane === 'attach' ? 'none' : 'attach', lines: [] } };
    case 'd':
      return { state: { ...chosen, pane: 'diff', lines: [] }, deed: { name: 'diff', agent } };
    case 's':
      return { state: { ...chosen, asked: { name: 'stop', agent } } };
    case 'r':
      return { state: { ...chosen, asked: { name: 'retry', agent } } };
    case 'c':
      return { state: { ...chosen, asked: { name: 'commit', agent } } };
    case 'e':
      return { state: chosen, deed: { name: 'editor', agent } };
    case 'm':
      return { state: { ...chosen, typing: { what: 'message', text: '' } } };
    case 'o':
      return { state: { ...chosen, typing: { what: 'extend', text: '' } } };
    default:
      return { state };
  }
}

/** On through a diff is down, on through a log is back in time: `b` goes the other way. */
function turned(state: TerminalState, pages: 1 | -1): TerminalState {
  const step = state.pane === 'diff' ? pages : -pages;
  return { ...state, page: Math.max(0, state.page + step) };
}

function type(state: TerminalState, key: string): Pressed {
  const { typing, chosen: agent = '' } = state;
  const { what = 'message', text = '' } = typing ?? {};
  const closed = { ...state, typing: undefined };
  if (key === 'escape') return { state: closed };
  if (key === 'return') {
    const said = text.trim();
    if (said === '') return { state: closed };
    return {
      state: closed,
      deed: what === 'message' ? { name: what, agent, text: said } : { name: what, agent, path: said },
    };
  }
  if (key === 'backspace')
    return { state: { ...state, typing: { what, text: Array.from(text).slice(0, -1).join('') } } };
  return Array.from(key).length === 1 ? { state: { ...state, typing: { what, text: text + key } } } : { state };
}

function confirm(state: TerminalState, key: string): Pressed {
  const rest = { ...state, asked: undefined };
  return key === 'y' || key === 'Y'
    ? { state: rest, deed: state.asked }
    : { state: { ...rest, notice: 'nothing was done' } };
}

import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { RunView } from '../../src/index.ts';
import { pageScript } from '../../src/web/page-script.ts';
import { pageWords } from '../../src/web/page-words.ts';
import { idleAgent, idleRun } from '../idle-agent.ts';

/** As much of an element as the page uses, with its text to look at. */
class Element {
  readonly dataset: Record<string, string> = {};
  readonly attributes = new Map<string, string>();
  className = '';
  readonly listeners = new Map<string, (event: { data: string }) => void>();
  private children: readonly (Element | string)[] = [];
  set textContent(text: string) {
    this.children = [text];
  }
  get textContent(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join(' ');
  }
  addEventListener(type: string, listener: (event: { data: string }) => void): void {
    this.listeners.set(type, listener);
  }
  fire(type: string, data = ''): void {
    this.listeners.get(type)?.({ data });
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  replaceChildren(...children: readonly (Element | string)[]): void {
    this.children = children;
  }
  find(agent: string): Element | undefined {
    if (this.dataset['agent'] === agent) return this;
    return this.children.flatMap((child) => (typeof child === 'string' ? [] : (child.find(agent) ?? [])))[0];
  }
}

interface Opened {
  readonly at: (id: string) => Element;
  readonly send: (view: RunView) => void;
  readonly asked: string[];
  readonly press: () => void;
  readonly release: () => void;
}

/** Runs the source that is sent in a realm that has nothing of the module it comes from. */
function opened(log: readonly string[] = []): Opened {
  const parts = new Map<string, Element>();
  const at = (id: string): Element => parts.get(id) ?? (parts.set(id, new Element()).get(id) as Element);
  const asked: string[] = [];
  const [document, events] = [new Element(), new Element()];
  const browser = {
    document: Object.assign(document, {
      title: '',
      getSelection: () => ({ isCollapsed: true }),
      activeElement: null,
      createElement: () => new Element(),
      getElementById: at,
      querySelector: () => null,
    }),
    EventSource: function eventSource() {
      return events;
    },
    navigator: {},
    location: { hash: '' },
    fetch: async (url: string) => {
      asked.push(url);
      return { ok: true, json: async () => ({ lines: log }) };
    },
    setTimeout,
    setInterval: () => {},
  };
  runInNewContext(`(${pageWords.toString()})();(${pageScript.toString()})()`, browser);
  return {
    press: () => document.fire('pointerdown'),
    release: () => document.fire('pointerup'),
    at,
    asked,
    send: (view) => events.fire('message', JSON.stringify(view)),
  };
}

const view: RunView = {
  ...idleRun,
  used: { tokens: 12_300, cost: 0.4, days: [] },
  conflicts: [{ between: ['login', 'search'], paths: ['package.json'], uncommitted: [] }],
  agents: [
    {
      ...idleAgent,
      id: 'login',
      title: 'Log <b>in</b>',
      status: 'running',
      isAlive: true,
      elapsed: 65_000,
      changed: 1,
      foreign: ['b.txt'],
      activity: 'edits a.txt',
      tokens: 12_300,
    },
    { ...idleAgent, id: 'search', title: 'Search', status: 'failed', reasons: ['exit code 3'] },
    { ...idleAgent, id: 'late', title: 'Late', status: 'planned', attempt: 0, waitsFor: ['login'] },
  ],
};

describe('the script of the page', () => {
  test('shows every agent, and what needs somebody', () => {
    const { at, send } = opened();
    send(view);
    expect(at('title').textContent).toBe('The desk');
    expect(at('counts').textContent).toBe('eng-1 1 running 1 failed 1 planned 12.3k tokens · $0.40');
    const agents = at('agents').textContent;
    expect(agents).toMatch(/● login running {2}1 min 05 s 1 file {3}1 foreign 12.3k edits a.txt/);
    expect(agents).toMatch(/✗ search failed .*exit code 3/);
    expect(agents).toMatch(/· late planned .*after login/);
    expect(at('attention').textContent).toContain('login changed b.txt');
    expect(at('attention').textContent).toContain('login and search: package.json');
  });

  test('tells one that asks for a permission from one that waits for a prompt', () => {
    const { at, send } = opened();
    const taken = { ...idleAgent, title: 'Taken', status: 'running', isAlive: true, isTakenOver: true } as const;
    const asking = 'asks for a permission: Bash: npm test';
    const agents = [
      { ...taken, id: 'login', asking, activity: asking },
      { ...taken, id: 'search', isIdle: true, activity: 'waits for a prompt' },
    ];
    send({ ...view, agents });
    expect(at('counts').textContent).toContain('1 asking 1 idle');
    expect(at('agents').textContent).toMatch(/! login asking .*○ search idle /);
    expect(at('attention').textContent).toContain(`login: ${asking}`);
  });

  test('opens an agent with the end of its log and the commands for it, and closes it again', async () => {
    const { at, send, asked } = opened(['one', 'two']);
    send(view);
    at('agents').find('search')?.fire('click');
    await new Promise((later) => setTimeout(later, 0));
    expect(asked).toEqual(['ask/log?agent=search']);
    expect(at('agents').textContent).toContain('one\ntwo');
    expect(at('agents').textContent).toContain('cdev-spawn-agents eng-1 --run --retry search');
    expect(at('agents').find('search')?.attributes.get('aria-expanded')).toBe('true');
    at('agents').find('search')?.fire('click');
    expect(at('agents').textContent).not.toContain('one\ntwo');
  });

  test('says of what has no text yet why it has none, and of a run that stands still what takes it on', () => {
    const { at, send } = opened();
    send({ ...view, next: 'No agent has been started yet → cdev-spawn-agents eng-1 --run' });
    at('agents').find('late')?.fire('click');
    expect(at('agents').textContent).toContain('It has not been started yet.');
    expect(at('attention').textContent).toContain('cdev-spawn-agents eng-1 --run');
    at('agents').find('search')?.fire('click');
    expect(at('agents').textContent).toContain('Its log is empty.');
  });

  test('leaves the rows as they are while the pointer is pressed on one', async () => {
    const { at, send, press, release } = opened();
    send(view);
    press();
    send({ ...view, agents: [] });
    expect(at('agents').textContent).toContain('login');
    release();
    await new Promise((later) => setTimeout(later, 5));
    send({ ...view, agents: [] });
    expect(at('agents').textContent).toBe('');
  });

  test('tells an agent whose process is gone', () => {
    const { at, send } = opened();
    send({ ...view, agents: [{ ...idleAgent, id: 'login', title: 'L', status: 'running' }] });
    expect(at('agents').textContent).toMatch(/✗ login gone .*its process is gone/);
  });
});

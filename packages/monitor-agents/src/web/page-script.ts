import type { AgentView, RunView } from '../agent-view.ts';
import type { Browser, PageElement, Told } from './browser.ts';
import type { PageWords } from './page-words.ts';

/**
 * Runs in the browser, sent there as source: everything it needs is inside. Text gets into the page as text alone, never as HTML: names
 * and logs come from agents.
 */
export function pageScript(): void {
  const { document, EventSource, navigator, location, fetch, prompt, confirm, setTimeout, setInterval } =
    globalThis as unknown as Browser;
  const { duration, count, used, word } = (globalThis as unknown as { readonly pageWords: PageWords }).pageWords;
  let view: RunView | undefined;
  let chosen = decodeURIComponent(location.hash.slice(1));
  let text: readonly string[] = [];
  let notice = '';
  let pane: 'log' | 'says' | 'diff' = 'log';
  let isPressed = false;

  const element = (tag: string, className: string, ...children: readonly (PageElement | string)[]): PageElement => {
    const made = document.createElement(tag);
    made.className = className;
    made.replaceChildren(...children);
    return made;
  };
  const isGone = ({ status, isAlive }: AgentView): boolean => status === 'running' && !isAlive;
  const isDone = ({ status }: AgentView): boolean => ['finished', 'committed', 'validated', 'merged'].includes(status);
  const isBlocked = (agent: AgentView): boolean =>
    agent.status === 'running' && agent.isAlive && (agent.blocker ?? agent.denied ?? agent.asking) !== undefined;
  const isBad = (agent: AgentView): boolean =>
    ['failed', 'not-ready', 'ejected'].includes(agent.status) || isGone(agent);
  const mark = (agent: AgentView): readonly [string, string] => {
    if (isBad(agent)) return ['✗', 'bad'];
    if (isDone(agent)) return ['✓', 'good'];
    if (isBlocked(agent)) return ['!', 'warn'];
    if (word(agent) === 'idle') return ['○', 'quiet'];
    return agent.status === 'running' ? ['●', 'name'] : ['·', 'quiet'];
  };
  const saying = (agent: AgentView): string => {
    if (isBad(agent)) return isGone(agent) ? 'its process is gone' : (agent.reasons[0] ?? '');
    if (agent.waitsFor.length > 0 && !isDone(agent) && agent.status !== 'running')
      return `after ${agent.waitsFor.join(', ')}`;
    return agent.activity ?? '';
  };

  const row = (agent: AgentView): PageElement => {
    const [sign, kind] = mark(agent);
    const { foreign, checklist } = agent;
    const button = element(
      'button',
      '',
      element('span', kind, sign),
      element('span', 'name', agent.id),
      element(
        'span',
        isBad(agent) ? 'bad' : isBlocked(agent) ? 'warn' : '',
        word(agent),
        agent.attempt > 1 ? ` #${agent.attempt}` : '',
      ),
      element('span', 'number optional', agent.elapsed === undefined ? '' : duration(agent.elapsed)),
      element(
        'span',
        'number optional',
        agent.attempt === 0 && agent.changed === 0 ? '' : count(agent.changed, 'file'),
        foreign.length > 0 ? element('span', 'warn', `  ${foreign.length} foreign`) : '',
      ),
      element(
        'span',
        'number optional quiet',
        checklist ? `${checklist.done}/${checklist.total} done` : used(agent).replace(' tokens', ''),
      ),
      element('span', 'said quiet', saying(agent)),
    );
    button.dataset['agent'] = agent.id;
    button.setAttribute('aria-expanded', String(chosen === agent.id));
    button.addEventListener('click', () => choose(chosen === agent.id ? '' : agent.id));
    return element('li', '', button, ...(chosen === agent.id ? [detail(agent)] : []));
  };
  const detail = (agent: AgentView): PageElement => {
    const facts: readonly (readonly [string, string])[] = [
      ['task', agent.title],
      ['by', agent.driver ?? ''],
      ['on', agent.host ?? ''],
      ['blocked', agent.blocker ?? agent.denied ?? agent.asking ?? ''],
      ['asked again', agent.retries > 0 ? count(agent.retries, 'time') : ''],
      ['reasons', agent.reasons.join('; ')],
      ['not its own', agent.foreign.join(', ')],
      ['commits', agent.commits > 0 ? String(agent.commits) : ''],
      ['not committed', agent.uncommitted ? count(agent.uncommitted, 'path') : ''],
      ['used', used(agent)],
    ];
    const lines = element('pre', pane, text.join('\n') || nothing(agent));
    lines.setAttribute('tabindex', '0');
    return element(
      'div',
      'detail',
      element(
        'dl',
        '',
        ...facts
          .filter(([, text]) => text !== '')
          .flatMap(([name, text]) => [element('dt', '', name), element('dd', '', text)]),
      ),
      element('div', 'deeds', ...deeds(agent)),
      element('p', 'notice', notice),
      element('div', 'commands', ...commands(agent).map(copyButton)),
      tabs(agent.id),
      lines,
    );
  };
  const nothing = ({ attempt, changed }: AgentView): string => {
    if (pane === 'diff') return changed === 0 ? 'It has changed nothing.' : '…';
    return attempt === 0 ? 'It has not been started yet.' : pane === 'log' ? 'Its log is empty.' : 'Nothing yet.';
  };
  const commands = ({ id, status }: AgentView): string[] => {
    const plan = view?.plan ?? '';
    return [
      ...(status === 'running'
        ? [`cdev-spawn-agents stop ${plan} --only ${id}`, `cdev-spawn-agents attach ${id} --plan ${plan}`]
        : []),
      ...(['failed', 'ejected', 'not-ready'].includes(status) ? [`cdev-spawn-agents ${plan} --run --retry ${id}`] : []),
      ...(['finished', 'failed'].includes(status) ? [`cdev-agent-commit ${id} --plan ${plan}`] : []),
    ];
  };
  const doIt = async (name: string, agent: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    notice = `${name} …`;
    show();
    const headers = {
      'content-type': 'application/json',
      'x-cdev-key': document.querySelector('meta[name="cdev-key"]')?.content ?? '',
    };
    const answer = await fetch(`do/${name}`, { method: 'POST', headers, body: JSON.stringify({ agent, ...more }) });
    const told = (await answer.json().catch(() => ({}))) as Told;
    notice = answer.ok
      ? (told.said ?? '')
      : `✗ ${[told.message ?? 'it was refused', ...(told.steps ?? [])].join(' → ')}`;
    if (told.text !== undefined && pane === 'diff') text = told.text.split('\n');
    show();
  };
  const deeds = ({ id, status, isAlive }: AgentView): PageElement[] => {
    const button = (text: string, action: () => Promise<void> | undefined): PageElement => {
      const made = element('button', 'deed', text);
      made.dataset['deed'] = text;
      made.addEventListener('click', () => void action()?.catch(() => {}));
      return made;
    };
    const sure = (name: string) => () => (confirm(`${name} ${id}?`) ? doIt(name, id) : undefined);
    const ask = (name: string, question: string, field: string) => () => {
      const text = prompt(question) ?? '';
      return text.trim() === '' ? undefined : doIt(name, id, { [field]: text });
    };
    const isAtWork = status === 'running' && isAlive;
    return [
      ...(isAtWork ? [button('stop', sure('stop'))] : []),
      ...(isAtWork || status === 'planned' ? [] : [button('retry', sure('retry'))]),
      ...(['finished', 'failed', 'committed', 'not-ready', 'ejected'].includes(status)
        ? [button('commit', sure('commit'))]
        : []),
      button('message', ask('message', `What is ${id} to hear?`, 'text')),
      button('give a path', ask('extend', `Which path is ${id} to own?`, 'path')),
      button('editor', () => doIt('editor', id)),
    ];
  };
  /** What is looked at of an agent: the log as it is, what it says as it is told, what it has changed. */
  const tabs = (id: string): PageElement => {
    const words = { log: 'log', says: 'attach', diff: 'diff' } as const;
    const tab = (name: 'log' | 'says' | 'diff'): PageElement => {
      const made = element('button', 'tab', words[name]);
      made.dataset['deed'] = words[name];
      made.setAttribute('aria-pressed', String(pane === name));
      made.addEventListener('click', () => {
        [pane, text] = [name, []];
        show();
        void (name === 'diff' ? doIt('diff', id) : readText()).catch(() => {});
      });
      return made;
    };
    return element('div', 'tabs', tab('log'), tab('says'), tab('diff'));
  };
  const copyButton = (text: string): PageElement => {
    const button = element('button', '', text);
    button.setAttribute('title', 'Copy the command');
    const copied = (): void => void (button.textContent = 'copied');
    button.addEventListener('click', () => void navigator.clipboard?.writeText(text).then(copied));
    return button;
  };

  const list = (title: string, kind: string, texts: readonly string[]): PageElement[] =>
    texts.length === 0
      ? []
      : [element('h2', kind, title), element('ul', 'plain', ...texts.map((text) => element('li', '', text)))];
  /** Who would conflict with whom, as a table; only those that would. */
  const matrix = (): PageElement[] => {
    const found = view?.conflicts ?? [];
    const names = [...new Set(found.flatMap(({ between }) => between))];
    if (names.length < 3) return [];
    const cell = (one: string, other: string): PageElement => {
      const paths = found.find(
        ({ between }) => between.includes(one) && between.includes(other) && one !== other,
      )?.paths;
      return element(
        'td',
        paths ? 'warn number' : 'quiet number',
        one === other ? '·' : paths ? String(paths.length) : '–',
      );
    };
    const head = element('tr', '', element('td', ''), ...names.map((name) => element('th', '', name)));
    const rows = names.map((one) =>
      element('tr', '', element('th', '', one), ...names.map((other) => cell(one, other))),
    );
    return [element('div', 'matrix', element('table', '', head, ...rows))];
  };
  const show = (): void => {
    if (!view) return;
    const { title, plan, agents, conflicts, integration } = view;
    document.title = `${agents.filter(isDone).length}/${agents.length} ${title}`;
    document.getElementById('title').textContent = title;
    const states = new Map<string, number>();
    for (const agent of agents) states.set(word(agent), (states.get(word(agent)) ?? 0) + 1);
    const last = view.used.days.at(-1);
    const today = view.used.days.length > 1 && last ? ` (${last.day}: ${used(last)})` : '';
    document
      .getElementById('counts')
      .replaceChildren(
        element('span', 'name', plan),
        ...[...states].map(([state, number]) => element('span', '', `${number} ${state}`)),
        ...(used(view.used) === '' ? [] : [element('span', '', `${used(view.used)}${today}`)]),
        ...(integration.status === 'none'
          ? []
          : [element('span', '', `integration ${integration.status}: ${integration.merged} merged`)]),
      );
    // What is focused and scrolled is made anew; the reader must not notice.
    const focused = document.activeElement?.dataset['agent'];
    const before = document.querySelector('.detail pre');
    const position =
      before && before.scrollTop + before.clientHeight < before.scrollHeight - 4 ? before.scrollTop : undefined;
    document.getElementById('agents').replaceChildren(...agents.map(row));
    if (focused !== undefined) document.querySelector(`button[data-agent="${focused}"]`)?.focus();
    const lines = document.querySelector('.detail pre');
    if (lines) lines.scrollTop = position ?? lines.scrollHeight;
    document.getElementById('attention').replaceChildren(
      ...list(
        'Changes outside their files',
        'warn',
        agents.flatMap(({ id, foreign }) => foreign.map((path) => `${id} changed ${path}`)),
      ),
      ...list(
        'Blocked',
        'warn',
        agents.filter(isBlocked).map(({ id, blocker, denied, asking }) => `${id}: ${blocker ?? denied ?? asking}`),
      ),
      ...list(
        'If merged now, git alone would stop at',
        'warn',
        conflicts.map(
          ({ between, paths, uncommitted }) =>
            `${between.join(' and ')}: ${paths.join(', ')}${uncommitted.length > 0 ? ' (not committed yet)' : ''}`,
        ),
      ),
      ...matrix(),
      ...(view.next === undefined ? [] : [element('p', 'quiet', view.next)]),
    );
  };
  // Made anew under a pressed pointer a button would not be clicked, and a selected text would not be selected any more.
  const showNews = (): void => {
    if (!isPressed && document.getSelection()?.isCollapsed !== false) show();
  };
  const press = (): void => void (isPressed = true);
  const release = (): void => void setTimeout(() => (isPressed = false), 0);
  document.addEventListener('pointerdown', press);
  document.addEventListener('pointerup', release);
  document.addEventListener('pointercancel', release);
  const readText = async (): Promise<void> => {
    if (chosen === '' || pane === 'diff') return;
    const asked = pane;
    const answer = await fetch(`ask/${asked}?agent=${encodeURIComponent(chosen)}`);
    if (!answer.ok || pane !== asked) return;
    text = ((await answer.json()) as { lines: readonly string[] }).lines;
    showNews();
  };
  const choose = (agent: string): void => {
    chosen = agent;
    [pane, text, notice] = ['log', [], ''];
    location.hash = encodeURIComponent(agent);
    show();
    void readText().catch(() => {});
  };

  const events = new EventSource('events');
  const link = document.getElementById('link');
  events.addEventListener('open', () => void (link.textContent = 'live'));
  events.addEventListener('error', () => void (link.textContent = 'not connected; trying again'));
  events.addEventListener('message', ({ data }) => {
    view = JSON.parse(data) as RunView;
    showNews();
  });
  void readText().catch(() => {});
  setInterval(() => void readText().catch(() => {}), 2000);
}

import type { Output } from './io.ts';
import type { Style } from './style.ts';
import { formatDuration, truncateText } from './text-layout.ts';

/** A piece of work under way. */
export interface Task {
  /** What it is at now; shown while it runs. */
  readonly update: (detail: string) => void;
  readonly done: (detail?: string) => void;
  readonly failed: (detail?: string) => void;
}

/** Tells a waiting person what happens. Goes to stderr: a live list on a terminal, plain lines elsewhere, nothing with --quiet. */
export interface Progress {
  readonly begin: (label: string) => Task;
  /** A line that stays. */
  readonly note: (text: string) => void;
  /** Takes the live list off the screen. */
  readonly close: () => void;
}

const silentTask: Task = { update: () => {}, done: () => {}, failed: () => {} };

/** For library use, tests and --quiet. */
export const silentProgress: Progress = { begin: () => silentTask, note: () => {}, close: () => {} };

interface Running {
  readonly label: string;
  readonly since: number;
  detail: string;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function createProgress(output: Output, style: Style, isLive: boolean): Progress {
  const running = new Set<Running>();
  let painted = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = (): string => (painted === 0 ? '' : `\u001B[${painted}A\u001B[0J`);
  function paint(stays: string): void {
    if (!isLive) return void (stays !== '' && output.write(stays));
    const rows = [...running].slice(0, Math.max(1, (output.rows ?? 24) - 2));
    const mark = frames[frame % frames.length] as string;
    const lines = rows.map((task) => {
      const age = performance.now() - task.since;
      const text = `${mark} ${task.label}${task.detail === '' ? '' : `  ${task.detail}`}${age > 1000 ? `  ${formatDuration(age)}` : ''}`;
      return `${style.quiet(truncateText(text, (output.columns ?? 80) - 1))}\n`;
    });
    output.write(erase() + stays + lines.join(''));
    painted = lines.length;
    if (running.size > 0 || !timer) return;
    clearInterval(timer);
    timer = undefined;
  }

  function begin(label: string): Task {
    const task: Running = { label, since: performance.now(), detail: '' };
    running.add(task);
    if (isLive && !timer) {
      timer = setInterval(() => {
        frame += 1;
        paint('');
      }, 100);
      timer.unref();
    }
    paint('');
    const end = (mark: string) => (detail?: string) => {
      if (!running.delete(task)) return;
      const took = formatDuration(performance.now() - task.since);
      paint(`${mark} ${label}${detail === undefined ? '' : `  ${detail}`}  ${style.quiet(took)}\n`);
    };
    return {
      update: (detail) => {
        task.detail = detail;
      },
      done: end(style.good('✓')),
      failed: end(style.bad('✗')),
    };
  }

  return {
    begin,
    note: (text) => paint(`${text}\n`),
    close: () => {
      running.clear();
      paint('');
    },
  };
}

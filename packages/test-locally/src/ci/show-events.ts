import { truncateText, type Context, type Task } from '@cdev/core/cli';
import type { RunEvent } from '@cdev/github-workflow';

/** Shows a run as it goes: a line for each job, with the step that it is at; output goes to the log. */
export function showEvents(path: string, { progress, log }: Context): (event: RunEvent) => void {
  const tasks = new Map<string, Task>();
  const steps = new Map<string, string>();
  return (event) => {
    const task = tasks.get(event.job);
    if (event.type === 'job-started') tasks.set(event.job, progress.begin(`${path}  ${event.job}`));
    else if (event.type === 'step-started') {
      steps.set(event.job, event.step);
      task?.update(truncateText(event.step, 60));
    } else if (event.type === 'line') {
      log.debug(event.text, { job: event.job });
      task?.update(truncateText(`${steps.get(event.job) ?? ''}  ${event.text.trim()}`, 70));
    } else if (event.type === 'job-ended') {
      const { status } = event.result;
      (status === 'failed' || status === 'cancelled' ? task?.failed : task?.done)?.(status);
    }
  };
}
